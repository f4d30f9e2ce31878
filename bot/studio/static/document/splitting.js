// Splitting: every sentence but the first gets a button before it.
import { choose, chosen } from "./passages.js";
import { passages, tell, which, words } from "./parts.js";

const MOVES = { j: 1, ArrowDown: 1, ArrowRight: 1, k: -1, ArrowUp: -1, ArrowLeft: -1 };
const cuts = () => [...passages.querySelectorAll(".cut")];

const stop = () => {
  cuts().forEach((cut) => cut.remove());
  choose(chosen(), { scrolls: false });
};

const cutBefore = (sentence) => {
  const cut = document.createElement("button");
  Object.assign(cut, { className: "cut", name: "split", value: sentence.dataset.at, textContent: "¶" });
  cut.setAttribute("form", "act");
  cut.setAttribute("aria-label", words.splitHere);
  sentence.before(cut);
};

export const split = () => {
  const article = chosen();
  if (!article) return;
  if (cuts().length) return stop();
  const starts = [...article.querySelectorAll("[data-sentence]")].slice(1);
  if (!starts.length) return tell(words.oneSentence);
  starts.forEach(cutBefore);
  which.textContent = words.splitting;
  cuts()[0].focus();
};

document.addEventListener("keydown", (event) => {
  const all = cuts();
  if (!all.length || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return stop();
  const by = MOVES[event.key];
  if (!by) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  all[Math.min(Math.max(all.indexOf(document.activeElement) + by, 0), all.length - 1)].focus();
}, true);
