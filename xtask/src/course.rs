//! Worked pages for those who teach: a page of a course with a graded question, and the page that stands between an experiment
//! and Open edX, which says by itself how to use it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::knob::Knobs;
use lab::predict::Prediction;
use serde_json::json;

use crate::page::{Page, Script, Site, escape, fill, told_script};
use crate::text::{CODE_ENDS, code_begins};

/// Where [`course`] lies.
pub const COURSE: &str = "course/";

/// Where [`open_edx`] lies.
pub const OPEN_EDX: &str = "open-edx/";

/// The experiment of the worked pages, and what they show of it: a small one, whose run takes a second or two.
const WORKED: &str = "two-moons";
const SHOWS: &str = "predict,accuracy";
const CONTROLS: &str = "run,reset";

/// That experiment, and the first of its predictions that has answers to choose from: its key, its question, and those.
type Worked = (&'static Experiment, &'static str, &'static str, &'static [&'static str]);

fn worked() -> Result<Worked> {
    let experiment = lab::EXPERIMENTS.iter().find(|experiment| experiment.id == WORKED);
    let experiment = experiment.with_context(|| format!("there is no experiment {WORKED:?}"))?;
    let choice = experiment.predictions.iter().find_map(|prediction| match prediction {
        Prediction::Choice { key, question, options, .. } => Some((*key, *question, *options)),
        Prediction::Curve { .. } => None,
    });
    let (key, question, options) = choice.context("the worked experiment has no choice to predict")?;
    Ok((experiment, key, question, options))
}

/// The page of a course: the experiment, a question that is graded by what happened in it, and what would be sent.
///
/// # Errors
/// As [`crate::page::gallery`].
pub fn course(site: &Site<'_>) -> Result<String> {
    let (words, told) = (&site.words.course, site.told());
    let (experiment, _, question, options) = worked()?;
    let keys = escape(&RunKeys::defaults(experiment).write());
    let options: String = options
        .iter()
        .enumerate()
        .map(|(at, option)| {
            format!(
                "<label><input type=\"radio\" name=\"answer\" value=\"{at}\"><span{told}>{}</span></label>\n",
                escape(option)
            )
        })
        .collect();
    let gives: String = words
        .gives
        .iter()
        .map(|it| format!("<li data-done=\"false\">{} <b>{}</b></li>\n", escape(it), escape(words.open)))
        .collect();
    let body = format!(
        "<article class=\"about course\">\n<h1>{title}</h1>\n<p>{says}</p>\n\
         <h2>{lesson}</h2>\n<p>{task}</p>\n\
         <gedanken-experiment href=\"../{id}/#{keys}\" show=\"{SHOWS}\" controls=\"{CONTROLS}\" height=\"720\">\
         <a href=\"../{id}/#{keys}\"{told}>{asks}</a></gedanken-experiment>\n\
         <noscript><p>{needs_scripts}</p></noscript>\n\
         <h2>{heading}</h2>\n<form class=\"graded card\">\n<fieldset disabled>\n\
         <legend>{ask} <span{told}>{question}</span></legend>\n{options}</fieldset>\n\
         <button type=\"submit\" class=\"go\" disabled>{check}</button>\n<p role=\"status\">{wait}</p>\n</form>\n\
         <h2>{grade}</h2>\n<p id=\"points\" role=\"status\"></p>\n<ul class=\"gives\">\n{gives}</ul>\n\
         <p class=\"say\">{honest}</p>\n\
         <h2>{sent}</h2>\n<p>{sent_says}</p>\n<pre id=\"sent\" dir=\"ltr\" tabindex=\"0\" role=\"region\" aria-label=\"{sent}\">{nothing}</pre>\n\
         <h2>{how}</h2>\n<p>{how_says}</p>\n{before}{code}{CODE_ENDS}</article>",
        title = escape(words.title),
        says = escape(words.says),
        lesson = escape(words.lesson),
        task = escape(words.task),
        id = experiment.id,
        asks = escape(experiment.question),
        needs_scripts = escape(site.words.needs_scripts),
        heading = escape(words.question),
        ask = escape(words.ask),
        question = escape(question),
        check = escape(words.check),
        wait = escape(words.wait),
        grade = escape(words.grade),
        honest = escape(words.honest),
        sent = escape(words.sent),
        sent_says = escape(words.sent_says),
        nothing = escape(words.nothing),
        how = escape(words.how),
        how_says = escape(words.how_says),
        before = code_begins(site.words),
        code = escape(&sample(site, experiment)),
    );
    let page = Page {
        path: COURSE,
        title: words.title,
        description: words.says,
        script: Script::Course,
        ..of_course(site, &body)
    };
    fill(site, &page)
}

/// What the pages of this file have in common.
fn of_course<'a>(site: &Site<'a>, body: &'a str) -> Page<'a> {
    Page {
        base: "../",
        folder: site.folder,
        skip: ("main", site.words.skip_to_text),
        body,
        ..Page::default()
    }
}

/// The least that a page of one's own needs.
fn sample(site: &Site<'_>, experiment: &'static Experiment) -> String {
    let (here, keys) = (site.here(), escape(&RunKeys::defaults(experiment).write()));
    format!(
        "<script type=\"module\" src=\"{here}embed.js\"></script>\n\
         <gedanken-experiment href=\"{here}{id}/#{keys}\"\n  show=\"{SHOWS}\" controls=\"{CONTROLS}\">\n\
         </gedanken-experiment>\n\
         <script type=\"module\">\n\
         const experiment = document.querySelector(\"gedanken-experiment\");\n\
         experiment.addEventListener(\"gedanken:answer\", ({{ detail }}) => {{\n\
         \u{20} // One for each prediction as the run begins, and again when it is over.\n\
         \u{20} if (detail.decided) send(detail.right ? 1 : 0, detail.xapi);\n\
         }});\n\
         </script>",
        id = experiment.id,
    )
}

/// The tags that load what grades the course.
pub(crate) fn course_script(site: &Site<'_>, page: &Page<'_>) -> String {
    let mut told = json!(site.words.course);
    // A site without the worked experiment is not written at all.
    told["prediction"] = worked().map(|(_, key, ..)| key).unwrap_or_default().into();
    scripts(page, &told, &site.assets.course)
}

/// The tags that load the element, and a script with what it has to know.
fn scripts(page: &Page<'_>, told: &serde_json::Value, script: &str) -> String {
    format!(
        "<script type=\"module\" src=\"{}embed.js\"></script>\n{}",
        page.top(),
        told_script(page, told, script)
    )
}

/// The page between an experiment and Open edX. What stands in it is for who opens it by itself.
///
/// # Errors
/// As [`crate::page::gallery`].
pub fn open_edx(site: &Site<'_>) -> Result<String> {
    let words = &site.words.open_edx;
    let steps: String = words.steps.iter().map(|step| format!("<li>{}</li>\n", escape(step))).collect();
    let body = format!(
        "<p id=\"said\" class=\"refused\" role=\"status\" hidden></p>\n\
         <article class=\"about\">\n<h1>{title}</h1>\n<p>{says}</p>\n\
         <h2>{how}</h2>\n<ol>\n{steps}</ol>\n{before}{problem}{CODE_ENDS}\
         <h2>{graded}</h2>\n<p>{graded_says}</p>\n{before}{answer}{CODE_ENDS}\
         <p class=\"say\">{honest}</p>\n</article>",
        title = escape(words.title),
        says = escape(words.says),
        how = escape(words.how),
        before = code_begins(site.words),
        problem = escape(&problem(site)?),
        graded = escape(words.graded),
        graded_says = escape(words.graded_says),
        answer = escape(ANSWER),
        honest = escape(site.words.course.honest),
    );
    let page = Page {
        path: OPEN_EDX,
        title: words.title,
        description: words.says,
        script: Script::OpenEdx,
        ..of_course(site, &body)
    };
    fill(site, &page)
}

/// What the platform is answered, as an example.
const ANSWER: &str = "{\n  \"finished\": true,\n  \"predictions\": {\n    \"line\": { \"response\": \"nearly 9 of 10\", \
                      \"decided\": true, \"right\": true, … }\n  },\n  \"claims\": {},\n  \"address\": \"https://…\"\n}";

/// A problem for Studio: its grading function needs neither `<` nor `&`, which its XML would not take.
fn problem(site: &Site<'_>) -> Result<String> {
    let (experiment, ..) = worked()?;
    let keys = RunKeys::defaults(experiment).write();
    let address =
        format!("{}{}{OPEN_EDX}#{WORKED}?{keys}&show={SHOWS}&controls={CONTROLS}", site.here(), site.folder);
    Ok(format!(
        "<problem>\n  <script type=\"loncapa/python\">\n{GRADE}  </script>\n  <customresponse cfn=\"grade\">\n    \
         <jsinput gradefn=\"getGrade\" get_statefn=\"getState\" set_statefn=\"setState\" sop=\"false\"\n      \
         width=\"100%\" height=\"760\" title=\"{title}\"\n      html_file=\"{address}\"/>\n  \
         </customresponse>\n</problem>",
        title = escape(experiment.question),
        address = escape(&address),
    ))
}

/// The grading function: half for a finished run, all for predictions that came true.
const GRADE: &str = "import json

def grade(expect, answer):
    work = json.loads(json.loads(answer)[\"answer\"])
    if not work[\"finished\"]:
        return {\"ok\": False, \"msg\": \"Run the experiment to its end.\"}
    decided = [it for it in work[\"predictions\"].values() if it[\"right\"] is not None]
    if not decided:
        return {\"ok\": \"partial\", \"grade_decimal\": 0.5, \"msg\": \"You ran it. Predict first, for the other half.\"}
    if all(it[\"right\"] for it in decided):
        return {\"ok\": True, \"msg\": \"You predicted what happened.\"}
    return {\"ok\": \"partial\", \"grade_decimal\": 0.5, \"msg\": \"You ran it; your prediction was another.\"}
";

/// The tags that load what speaks to Open edX.
pub(crate) fn open_edx_script(site: &Site<'_>, page: &Page<'_>) -> String {
    let mut told = json!(site.words.open_edx);
    let shows: BTreeMap<&str, String> = lab::EXPERIMENTS.iter().map(|it| (it.id, shown(it))).collect();
    told["experiments"] = json!(shows);
    scripts(page, &told, &site.assets.open_edx)
}

/// What a problem shows of an experiment whose link does not say it: what can be graded, and the pictures.
fn shown(experiment: &'static Experiment) -> String {
    let panels = (experiment.panels)(&Knobs::defaults(experiment.knobs));
    let panels = panels.iter().map(lab::panel::Panel::key);
    let predict = (!experiment.predictions.is_empty()).then_some("predict");
    let claims = (!experiment.claims.is_empty()).then_some("claims");
    predict.into_iter().chain(panels).chain(claims).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab::link::Link;

    #[test]
    fn what_a_problem_shows_is_what_its_experiment_has() {
        for experiment in lab::EXPERIMENTS {
            let fragment = format!("rev={}&embed=1&show={}", experiment.rev, shown(experiment));
            let link = Link::from_fragment(experiment, &fragment).unwrap();
            assert_eq!(link.notes, [], "{}", experiment.id);
        }
    }

    #[test]
    fn the_worked_experiment_has_what_the_pages_show() {
        let (experiment, ..) = worked().unwrap();
        let fragment = format!("rev={}&show={SHOWS}&controls={CONTROLS}", experiment.rev);
        assert_eq!(Link::from_fragment(experiment, &fragment).unwrap().notes, []);
        assert!(!GRADE.contains(['<', '&']));
    }
}
