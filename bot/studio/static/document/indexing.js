// How far indexing is; once it has ended, what the new index has.
import { tell, words } from "./parts.js";
import { chosen } from "./passages.js";
import { takeUp } from "./renewal.js";
import { afterwards } from "./saving.js";

const LOOK_MILLISECONDS = 1000;

// Behind all corrections that are being saved: what comes of them is newer.
const lookAgain = () =>
  afterwards(async () => {
    const got = await fetch(location.pathname + location.search).catch(() => null);
    if (got?.ok) takeUp(new DOMParser().parseFromString(await got.text(), "text/html"), chosen()?.dataset.start);
  });

export const watchRun = () => {
  const run = document.getElementById("run");
  if (run?.dataset.phase !== "running" || run.dataset.watched) return;
  run.dataset.watched = "true";
  setTimeout(async () => {
    const got = await fetch("/document/index").catch(() => null);
    if (!got || !got.ok || !run.isConnected) return watchRun();
    run.outerHTML = await got.text();
    if (document.getElementById("run").dataset.phase === "running") return watchRun();
    lookAgain();
  }, LOOK_MILLISECONDS);
};

document.addEventListener("renewed", watchRun);
document.addEventListener("submit", async (event) => {
  if (!event.target.matches("#index form")) return;
  event.preventDefault();
  const back = location.pathname + location.search;
  const got = await studio.post(event.target.action, { back }).catch(() => null);
  if (got?.ok) lookAgain();
  else tell(words.notSent);
});
