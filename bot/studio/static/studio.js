// The keys of every page, and what their scripts share. Every page works without it.
"use strict";

const studio = {
  // Send a form of ours from a script; `fields` is an object of texts.
  post(address, fields) {
    const token = document.querySelector('meta[name="form-token"]').content;
    return fetch(address, {
      method: "POST",
      headers: { "X-Form-Token": token },
      body: new URLSearchParams(fields),
    });
  },
};

(() => {
  const GO_MILLISECONDS = 1500;
  let goUntil = 0;

  const isWriting = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

  const find = (attribute, value) =>
    [...document.querySelectorAll(`[${attribute}]`)].find(
      (element) => element.getAttribute(attribute) === value && element.checkVisibility(),
    );

  const use = (element) => {
    if (isWriting(element) || element.hasAttribute("tabindex")) {
      element.focus();
      if (element.select) element.select();
    } else element.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isWriting(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    const isGoing = performance.now() < goUntil;
    goUntil = 0;
    if (event.key === "g" && !isGoing) {
      goUntil = performance.now() + GO_MILLISECONDS;
      return;
    }
    const element = isGoing ? find("data-go", event.key) : find("data-key", event.key);
    if (!element) return;
    event.preventDefault();
    use(element);
  });

  for (const button of document.querySelectorAll("[data-opens]"))
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());

  const waiting = document.querySelector("[data-look-again-seconds]");
  if (waiting) setTimeout(() => location.reload(), 1000 * waiting.dataset.lookAgainSeconds);
})();
