//! Worked pages for those who teach, in English.

use crate::words::{Course, OpenEdx};

pub(super) const COURSE: Course = Course {
    title: "A course page with a graded question",
    says: "This page stands for one of yours. It puts an experiment into a lesson, listens to what happens in it, and grades \
           a question from that.",
    lesson: "The lesson",
    task: "Predict first: choose an answer in the experiment below. Then press Run, and wait until it is over.",
    question: "The question",
    ask: "Now answer from the chart:",
    wait: "The question opens when the run is over.",
    unpredicted: "You ran it without a prediction. Press Reset, choose an answer in the experiment, and run it again.",
    check: "Check my answer",
    right: "That is what the run shows.",
    wrong: "The run shows something else. Look at the chart again.",
    choose: "Choose an answer first.",
    grade: "Your grade",
    points: "{got} of {of} points",
    gives: [
        "You predicted before the run.",
        "You ran the experiment to its end.",
        "You read the result off the chart.",
    ],
    done: "done",
    open: "open",
    sent: "What a learning platform would be sent",
    sent_says: "Nothing leaves this page. On a page of yours, its script would hand this to the platform: the grade, and one \
                xAPI statement for each thing that happened.",
    nothing: "Nothing yet.",
    how: "The same on a page of yours",
    how_says: "Two tags put the experiment into the page, and a few lines listen to it. Everything above is made of these \
               events; the script of this page is a longer example of the same.",
    honest: "The grade is computed in the student's browser, so a student who knows how can claim any. Use it for practice \
             and attendance, not for an exam.",
};

pub(super) const OPEN_EDX: OpenEdx = OpenEdx {
    title: "Experiments in Open edX",
    says: "This page connects an experiment with Open edX, as a problem of the type JS Input: the platform asks it for a \
           grade, and keeps and gives back what the student did.",
    how: "How to use it",
    steps: [
        "In Studio, add a blank advanced problem and open its editor.",
        "Paste the problem below. Behind the # of its address stand the experiment and its settings, written as in any \
         link; \"show\" and \"controls\" choose what students see.",
        "Change the grading function to your liking. It runs on the platform's server.",
    ],
    graded: "What it gives to the platform",
    graded_says: "The answer holds whether the run was finished, each prediction with whether it came true, and the verdict \
                  of each claim. The state holds the same, and the student's settings and predictions, so that they are \
                  there again on the next visit. Predictions count as they stood when the last run began.",
    unknown: "The address of this problem names the experiment \"{id}\", which this site does not have. It is written as in \
              open-edx/#two-moons?rev=1&seed=1&members=4.",
    unreadable: "What the course has kept of your work cannot be read, so you begin anew.",
    restored: "Your work from the last visit is here again.",
};
