// Choosing and correcting turns without loading the page again, and how far indexing is.
"use strict";

(() => {
  // The list: what each interview comes to is read one at a time, since a long one takes a second.
  const countRows = async () => {
    for (const row of document.querySelectorAll("[data-counts]")) {
      const got = await fetch(row.dataset.counts).catch(() => null);
      if (!got || !got.ok) continue;
      const cells = document.createElement("template");
      cells.innerHTML = await got.text();
      while (row.cells.length > 2) row.deleteCell(2);
      row.append(cells.content);
    }
  };
  countRows();

  const reading = document.querySelector(".reading");
  const form = document.getElementById("act");
  if (!reading || !form) return;
  const words = reading.dataset;
  const passages = document.getElementById("passages");
  const which = document.getElementById("which");
  const status = document.getElementById("status");
  const speaker = document.getElementById("speaker");
  const give = document.getElementById("give");
  const people = [...form.querySelectorAll("[name=named]")];
  const choosing = which.textContent;
  let isSaving = false;

  const chosen = () => passages.querySelector(".is-chosen");
  const tell = (text) => { status.textContent = text; };

  const tidy = (article) => {
    if (!article) return;
    for (const extra of article.querySelectorAll(".quotes, .cut")) extra.remove();
    article.classList.remove("is-chosen", "is-saving");
    const name = article.querySelector(".name");
    name.removeAttribute("aria-current");
    name.removeAttribute("autofocus");
  };

  const enable = () => {
    const start = chosen()?.dataset.start ?? "";
    form.elements.start.value = start;
    for (const button of form.querySelectorAll("button:not([type=button]):not(#undo), #speaker"))
      button.disabled = !start || isSaving;
    document.getElementById("split").setAttribute("aria-disabled", String(!start || isSaving));
  };

  const showQuotes = async (article) => {
    if (!article.querySelector(".counted").textContent.trim() || article.querySelector(".quotes")) return;
    const got = await fetch(`${words.quotes}?at=${article.dataset.start}`).catch(() => null);
    if (!got || !got.ok) return;
    const text = await got.text();
    if (article === chosen() && !article.querySelector(".quotes")) article.insertAdjacentHTML("beforeend", text);
  };

  const choose = (article, { scrolls = true } = {}) => {
    if (!article) return;
    tidy(chosen());
    article.classList.add("is-chosen");
    article.querySelector(".name").setAttribute("aria-current", "true");
    which.textContent = `${article.querySelector(".name").textContent}: ${article.querySelector("p")?.textContent.slice(0, 60) ?? ""}…`;
    tell("");
    history.replaceState(null, "", `?at=${article.dataset.start}`);
    enable();
    if (scrolls) article.scrollIntoView({ block: "center" });
    showQuotes(article);
  };

  const step = (by, isWanted = () => true) => {
    const all = [...passages.children];
    let at = all.indexOf(chosen());
    if (at < 0 && by < 0) at = all.length;
    for (at += by; at >= 0 && at < all.length; at += by) if (isWanted(all[at])) return choose(all[at]);
  };

  // What is there now takes the place of what was there, but for what is the same.
  const takeUp = (page, scrolls) => {
    const fresh = page.getElementById("passages");
    const start = fresh.querySelector(".is-chosen")?.dataset.start;
    tidy(chosen());
    tidy(fresh.querySelector(".is-chosen"));
    const [old, now] = [[...passages.children], [...fresh.children]];
    const isSame = (one, other) => one && other && one.outerHTML === other.outerHTML;
    let first = 0, last = 0;
    while (first < Math.min(old.length, now.length) && isSame(old[first], now[first])) first++;
    while (last < Math.min(old.length, now.length) - first && isSame(old.at(-1 - last), now.at(-1 - last))) last++;
    const behind = old[old.length - last] ?? null;
    for (const gone of old.slice(first, old.length - last)) gone.remove();
    for (const come of now.slice(first, now.length - last)) passages.insertBefore(document.adoptNode(come), behind);
    document.getElementById("about").replaceWith(document.adoptNode(page.getElementById("about")));
    form.elements.seen.value = page.querySelector("#act [name=seen]").value;
    document.getElementById("undo").disabled = page.getElementById("undo").disabled;
    renewPeople(page.getElementById("people"));
    if (start !== undefined) choose(document.getElementById(`p${start}`), { scrolls });
    else enable();
    watchRun();
  };

  const renewPeople = (fresh) => {
    for (const button of people.splice(0)) button.remove();
    const typed = form.querySelector(".typed");
    for (const button of fresh.querySelectorAll("[name=named]")) {
      people.push(document.adoptNode(button));
      typed.before(people.at(-1));
    }
    speaker.value = "";
    filter();
  };

  const send = async (fields) => {
    if (isSaving) return;
    isSaving = true;
    enable();
    chosen()?.classList.add("is-saving");
    tell(words.saving);
    const sent = { seen: form.elements.seen.value, start: form.elements.start.value, ...fields };
    const got = await studio.post(form.action, sent).catch(() => null);
    const text = got ? await got.text() : "";
    isSaving = false;
    if (!got) {
      chosen()?.classList.remove("is-saving");
      enable();
      return tell(words.notSent);
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    if (got.ok && page.getElementById("passages")) {
      takeUp(page, false);
      return tell(words.saved);
    }
    const problem = page.getElementById("problem") ?? page.querySelector("main");
    document.getElementById("page").replaceChildren(...(problem ? [document.adoptNode(problem)] : []));
    scrollTo(0, 0);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const by = event.submitter;
    if (by === give || !by) return giveTyped();
    if (by.name === "do") send({ do: by.value });
    else if (by.name === "split") send({ split: by.value });
    else send({ named: by.value });
  });

  // A name is typed: those that have it are offered, the first of them for Enter, and else it is a new one.
  const isLike = (button, typed) => button.value.toLowerCase().includes(typed);
  const filter = () => {
    const typed = speaker.value.trim().toLowerCase();
    people.forEach((button, number) => { button.hidden = typed ? !isLike(button, typed) : number >= 9; });
    const first = people.find((button) => !button.hidden);
    const isNew = typed && !first;
    give.firstElementChild.textContent = typed ? (isNew ? words.newName.replace("\uFFFD", speaker.value.trim()) : first.value) : give.dataset.usual;
  };
  const giveTyped = () => {
    const typed = speaker.value.trim();
    if (!typed) return speaker.focus();
    const same = people.find((button) => button.value.toLowerCase() === typed.toLowerCase());
    const first = same ?? people.find((button) => isLike(button, typed.toLowerCase()));
    speaker.blur();
    send(first ? { named: first.value } : { do: "name", speaker: typed });
  };
  give.dataset.usual = give.textContent;
  speaker.addEventListener("input", filter);
  speaker.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (event.shiftKey && speaker.value.trim()) {
      const typed = speaker.value.trim();
      speaker.blur();
      return send({ do: "name", speaker: typed });
    }
    giveTyped();
  });

  // Splitting: every sentence but the first gets a button before it.
  const cuts = () => [...passages.querySelectorAll(".cut")];
  const stopSplitting = () => {
    cuts().forEach((cut) => cut.remove());
    if (chosen()) choose(chosen(), { scrolls: false });
  };
  const split = () => {
    const article = chosen();
    if (!article || isSaving) return;
    if (cuts().length) return stopSplitting();
    const starts = [...article.querySelectorAll("[data-sentence]")].slice(1);
    for (const sentence of starts) {
      const cut = document.createElement("button");
      Object.assign(cut, { className: "cut", name: "split", value: sentence.dataset.at, textContent: "¶" });
      cut.setAttribute("form", "act");
      cut.setAttribute("aria-label", words.splitHere);
      sentence.before(cut);
    }
    if (!starts.length) return tell(words.oneSentence);
    which.textContent = words.splitting;
    cuts()[0]?.focus();
  };
  document.addEventListener("keydown", (event) => {
    const all = cuts();
    if (!all.length || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return stopSplitting();
    const by = { j: 1, ArrowDown: 1, ArrowRight: 1, k: -1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    all[Math.min(Math.max(all.indexOf(document.activeElement) + by, 0), all.length - 1)].focus();
  }, true);

  document.addEventListener("click", (event) => {
    const target = event.target.closest("#split, [data-step], [data-doubt], [data-to], .name, .passage");
    if (!target) return;
    if (target.id === "split") { event.preventDefault(); return split(); }
    if (target.dataset.step) return step(+target.dataset.step);
    if ("doubt" in target.dataset) return step(1, (article) => article.classList.contains("is-doubtful"));
    if (target.dataset.to) { event.preventDefault(); return choose(document.getElementById(`p${target.dataset.to}`)); }
    if (target.classList.contains("name")) { event.preventDefault(); return choose(target.closest(".passage"), { scrolls: false }); }
    if (event.target.closest("a, button") || String(getSelection())) return;
    if (target !== chosen()) choose(target, { scrolls: false });
  });

  // How far indexing is; once it has ended, what the new index has.
  const LOOK_MILLISECONDS = 1000;
  const watchRun = () => {
    const run = document.getElementById("run");
    if (run?.dataset.phase !== "running" || run.dataset.watched) return;
    run.dataset.watched = "true";
    setTimeout(async () => {
      const got = await fetch("/document/index").catch(() => null);
      if (!got || !got.ok || !run.isConnected) return watchRun();
      run.outerHTML = await got.text();
      if (document.getElementById("run").dataset.phase === "running") return watchRun();
      await lookAgain();
    }, LOOK_MILLISECONDS);
  };
  const lookAgain = async () => {
    const got = await fetch(location.pathname + location.search).catch(() => null);
    if (got?.ok && !isSaving) takeUp(new DOMParser().parseFromString(await got.text(), "text/html"), false);
  };
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("#index form")) return;
    event.preventDefault();
    const got = await studio.post(event.target.action, { back: location.pathname + location.search }).catch(() => null);
    if (got?.ok) await lookAgain();
    else tell(words.notSent);
  });

  if (chosen()) choose(chosen());
  else enable();
  watchRun();
})();
