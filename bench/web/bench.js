// Asks one contestant in workers of its own, for a driver that polls `globalThis.answer`. A row gets new workers, so
// that memory begins anew.

const { worker, peer, jax } = document.querySelector("main").dataset;
const at = (path) => new URL(path, document.baseURI);
let workers = [];

function heard(worker) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message || "a worker did not start"));
  });
}

async function start(who, members) {
  for (const old of workers) old.terminate();
  if (who.startsWith("jax")) {
    const made = new Worker(at(peer), { type: "module" });
    workers = [made];
    const ready = heard(made);
    made.postMessage({ device: who.replace("jax-js-", ""), jax: at(jax).href });
    await ready;
    return;
  }
  const name = who.replace("gedanken-", "");
  // As the page does: members are split over as many workers as there are cores.
  const count = name === "gpu" ? 1 : Math.min(members, navigator.hardwareConcurrency);
  workers = Array.from({ length: count }, () => new Worker(at(worker), { type: "module", name }));
  await Promise.all(workers.map(heard));
}

async function ask(who, request) {
  if (request.do === "prepare") await start(who, request.members);
  if (who.startsWith("jax")) {
    const answered = heard(workers[0]);
    workers[0].postMessage({ ...request, data: at(request.data).href });
    return answered;
  }
  const answers = await Promise.all(
    workers.map(async (worker, number) => {
      const share = (request.share ?? []).filter((member) => member % workers.length === number);
      const answered = heard(worker);
      worker.postMessage(JSON.stringify(request.do === "prepare" ? { ...request, share } : request));
      return JSON.parse(await answered);
    }),
  );
  // Each made so many steps of its share.
  const slowest = Math.max(...answers.map(({ ms }) => ms));
  const steps = answers.reduce((sum, { steps, ms }) => sum + (steps * slowest) / (ms || 1), 0) / answers.length;
  const first_step_ms = Math.max(...answers.map((answer) => answer.first_step_ms));
  const error = answers.find((answer) => answer.error)?.error ?? null;
  return { ...answers[0], error, first_step_ms, steps, ms: slowest };
}

globalThis.ask = (who, request) => {
  globalThis.answer = null;
  ask(who, JSON.parse(request)).then(
    (answer) => (globalThis.answer = answer),
    (error) => (globalThis.answer = { error: String(error.message ?? error) }),
  );
};
document.querySelector("main").dataset.state = "ready";
