// Which passage is chosen, and how another is.
import { form, passages, tell, which, words } from "./parts.js";

export const chosen = () => passages.querySelector(".is-chosen");

// A passage as the server sends it when it is not chosen, so that it can be compared.
export const tidy = (article) => {
  if (!article) return;
  for (const extra of article.querySelectorAll(".quotes, .cut")) extra.remove();
  article.classList.remove("is-chosen");
  const name = article.querySelector(".name");
  name.removeAttribute("aria-current");
  name.removeAttribute("autofocus");
};

export const enable = () => {
  const start = chosen()?.dataset.start ?? "";
  form.elements.start.value = start;
  for (const button of form.querySelectorAll("button:not([type=button]):not(#undo), #speaker")) button.disabled = !start;
  document.getElementById("split").setAttribute("aria-disabled", String(!start));
};

const showQuotes = async (article) => {
  if (!article.querySelector(".counted").textContent.trim() || article.querySelector(".quotes")) return;
  const got = await fetch(`${words.quotes}?at=${article.dataset.start}`).catch(() => null);
  if (!got || !got.ok) return;
  const text = await got.text();
  if (article === chosen() && !article.querySelector(".quotes")) article.insertAdjacentHTML("beforeend", text);
};

const describe = (article) => {
  const name = article.querySelector(".name").textContent;
  return `${name} · ${article.querySelector("p")?.textContent.slice(0, 60) ?? ""}…`;
};

export const choose = (article, { scrolls = true } = {}) => {
  if (!article) return;
  tidy(chosen());
  article.classList.add("is-chosen");
  article.querySelector(".name").setAttribute("aria-current", "true");
  which.textContent = describe(article);
  if (!passages.querySelector(".is-saving")) tell("");
  history.replaceState(null, "", `?at=${article.dataset.start}`);
  enable();
  if (scrolls) article.scrollIntoView({ block: "center" });
  showQuotes(article);
};

export const step = (by, isWanted = () => true) => {
  const all = [...passages.children];
  let at = all.indexOf(chosen());
  if (at < 0 && by < 0) at = all.length;
  for (at += by; at >= 0 && at < all.length; at += by) if (isWanted(all[at])) return choose(all[at]);
};

// Return the passage that a place is in: what began there may be part of another by now.
export const passageAt = (start) => [...passages.children].findLast((article) => +article.dataset.start <= +start);
