// Shows the next thing to judge at once: some are fetched ahead, and decisions are sent behind the judge's back.
"use strict";

(() => {
  const AHEAD = 3;
  const stage = document.getElementById("item");
  const waiting = document.getElementById("waiting");
  const empty = document.getElementById("empty");
  const notice = document.getElementById("notice");
  const progress = document.getElementById("progress");
  const ahead = [];
  const unsent = []; // decided, and the server does not know it yet
  let shown = stage.querySelector("[data-item]");
  let isEnd = !shown;
  let sending = Promise.resolve();
  let unsaved = 0;

  const keyOf = (item) => item.dataset.item;
  const held = () => [shown, ...ahead, ...unsent].filter(Boolean).map(keyOf).join(" ");

  const show = (item) => {
    shown = item || null;
    stage.replaceChildren(...(item ? [item] : []));
    stage.hidden = !item;
    waiting.hidden = Boolean(item) || isEnd;
    empty.hidden = Boolean(item) || !isEnd;
  };

  const tell = (text) => {
    const line = document.createElement("p");
    line.className = "note";
    line.dir = "auto";
    line.textContent = text;
    notice.replaceChildren(line);
  };

  // Take what the server sent: what it says of a decision, how far one is, and the next item, if there is one.
  const take = async (response) => {
    const part = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-done]");
    if (!part) throw new Error("no part of this page");
    if (part.dataset.waiting) progress.textContent = part.dataset.progress;
    const said = part.querySelector(":scope > .note");
    if (said) tell(said.textContent);
    return { isDone: response.ok, item: part.querySelector("[data-item]") };
  };

  const put = (item) => {
    isEnd = !item;
    if (item && !held().split(" ").includes(keyOf(item))) ahead.push(document.adoptNode(item));
    if (!shown) show(ahead.shift());
  };

  // Decisions go before, so that few wait to be saved, however fast somebody is.
  const fill = async () => {
    while (!isEnd && !unsent.length && ahead.length < AHEAD) {
      const { item } = await take(await fetch(`/queue/ahead?${new URLSearchParams({ held: held() })}`));
      put(item);
    }
  };

  const later = (work) => {
    sending = sending.then(work).catch(() => tell(stage.dataset.unreachable));
  };

  const putBack = (item) => {
    if (shown) ahead.unshift(shown);
    show(item);
  };

  const send = async (item, fields) => {
    let isDone = false;
    let next;
    unsent.shift();
    try {
      const response = await studio.post("/queue/decide", { ...fields, held: held() });
      ({ isDone, item: next } = await take(response));
      if (response.status === 409 || response.status === 410) isDone = true; // it is settled, or gone
    } finally {
      unsaved -= 1;
      if (!isDone) putBack(item);
    }
    put(next);
    await fill();
  };

  const decide = (form, verdict) => {
    const item = shown;
    const fields = { ...Object.fromEntries(new FormData(form)), verdict };
    notice.replaceChildren();
    unsent.push(item);
    unsaved += 1;
    show(ahead.shift());
    later(() => send(item, fields));
  };

  const undo = () =>
    later(async () => {
      const { isDone, item } = await take(await studio.post("/queue/undo", { held: held() }));
      if (!isDone || !item) return;
      const same = ahead.findIndex((other) => keyOf(other) === keyOf(item));
      if (same >= 0) ahead.splice(same, 1);
      if (shown && keyOf(shown) === keyOf(item)) show(document.adoptNode(item));
      else putBack(document.adoptNode(item));
    });

  const choose = (item, quote) => {
    for (const part of item.querySelectorAll("[data-quote]")) part.hidden = part.dataset.quote !== quote;
    for (const link of item.querySelectorAll("[data-chooses]"))
      link.closest("li").hidden = link.dataset.chooses === quote;
    item.querySelector("[name=quote_id]").value = quote;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".deciding")) decide(form, event.submitter.value);
    else if (form.matches("#undo")) undo();
    else return;
    event.preventDefault();
  });
  stage.addEventListener("click", (event) => {
    const link = event.target.closest("[data-chooses]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(shown, link.dataset.chooses);
  });
  document.querySelector(".adding").addEventListener("toggle", (event) => {
    if (event.target.open && shown) document.getElementById("questions").focus();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  later(fill);
})();
