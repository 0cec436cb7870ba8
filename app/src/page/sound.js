// Plays curves: one voice after the other, high values as high tones.

let silence = () => {};

export const stop = () => silence();

// `voices` are lists of heights from 0 to 1; each lasts `seconds`. `began` is told the number of the voice that begins, and
// `ended` is called once all are over, or stopped.
export const play = (voices, seconds, began, ended) => {
  silence();
  const context = new AudioContext();
  const timers = [];
  silence = () => {
    silence = () => {};
    timers.forEach(clearTimeout);
    context.close();
    ended();
  };
  const shapes = ["sine", "triangle", "square", "sawtooth"];
  const volumes = [0.3, 0.3, 0.08, 0.08];
  const pause = 0.6;
  const start = context.currentTime + 0.1;
  voices.forEach((heights, voice) => {
    const at = start + voice * (seconds + pause);
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = shapes[voice % shapes.length];
    // Two octaves, from A3 up: a step of the same size is heard as the same step everywhere.
    const pitches = Float32Array.from(heights, (height) => 220 * 4 ** height);
    tone.frequency.setValueCurveAtTime(pitches.length > 1 ? pitches : [pitches[0], pitches[0]], at, seconds);
    // Without a click at either end.
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(volumes[voice % volumes.length], at + 0.03);
    volume.gain.setValueAtTime(volumes[voice % volumes.length], at + seconds - 0.05);
    volume.gain.linearRampToValueAtTime(0, at + seconds);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + seconds);
    timers.push(setTimeout(() => began(voice), (at - context.currentTime) * 1000));
  });
  timers.push(setTimeout(() => silence(), voices.length * (seconds + pause) * 1000));
};
