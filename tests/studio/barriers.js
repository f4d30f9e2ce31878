// What on a page keeps people out: returns a line for each. The rules are of WCAG 2.2, level AA.
(() => {
  const found = [];
  const tell = (problem, element) => found.push(`${problem}: ${element.outerHTML.slice(0, 120)}`);
  const all = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());

  const labelled = (element) =>
    (element.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent || "").join("");
  const name = (element) =>
    (labelled(element) || element.getAttribute("aria-label") || [...(element.labels || [])].map((label) => label.textContent).join("") ||
      element.textContent || "").trim();
  for (const element of all("a, button, input:not([type=hidden]), select, textarea, summary, dialog, nav, [role=img], [role=group]"))
    if (!name(element)) tell("no name", element);
  const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  for (const element of all("a[aria-label], button[aria-label]"))
    if (!plain(element.getAttribute("aria-label")).includes(plain(element.textContent))) tell("a name that lacks what is seen", element);
  const isCut = (element, size, overflow) =>
    element[`scroll${size}`] > element[`client${size}`] + 1 && ["auto", "scroll"].includes(getComputedStyle(element)[overflow]);
  for (const element of all("body *"))
    if ((isCut(element, "Width", "overflowX") || isCut(element, "Height", "overflowY")) && !element.matches("[tabindex], textarea") &&
      !element.querySelector("a[href], button:enabled, input:enabled, summary")) tell("it scrolls, and no key moves it", element);
  for (const element of all("svg:not([aria-hidden=true]):not([role=img])")) tell("a picture that is neither named nor hidden", element);

  for (const selector of ["main", "header", "footer", "h1", "title"])
    if (document.querySelectorAll(selector).length !== 1) found.push(`not one ${selector}`);
  const levels = [...document.querySelectorAll("h1, h2, h3, h4")].filter((heading) => heading.checkVisibility()).map((heading) => +heading.tagName[1]);
  levels.forEach((level, place) => place && level > levels[place - 1] + 1 && found.push(`a heading ${level} under a heading ${levels[place - 1]}`));
  if (!document.documentElement.lang) found.push("no language");
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  ids.filter((id, place) => ids.indexOf(id) !== place).forEach((id) => found.push(`two elements are called ${id}`));
  for (const attribute of ["aria-labelledby", "aria-describedby", "for"])
    for (const element of document.querySelectorAll(`[${attribute}]`))
      for (const id of element.getAttribute(attribute).split(" ")) if (!document.getElementById(id)) tell(`${attribute} leads nowhere`, element);
  for (const table of all("table")) if (!table.querySelector("th")) tell("a table without headings", table);
  for (const list of all("ul, ol")) for (const item of list.children) if (item.tagName !== "LI") tell("not an item of its list", item);

  const channels = (colour) => (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((channels(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  for (const element of all("body *")) {
    const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!text || element.closest("svg, .skip")) continue;
    const style = getComputedStyle(element);
    const [lighter, darker] = [luminance(style.color), luminance(ground(element))].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const contrast = (lighter + 0.05) / (darker + 0.05);
    if (contrast < least) tell(`contrast ${contrast.toFixed(2)}`, element);
  }
  for (const element of all("a, button, input, select, summary")) {
    const box = element.getBoundingClientRect();
    const isInText = element.tagName === "A" && getComputedStyle(element).display === "inline";
    if (!isInText && box.width && (box.height < 24 || box.width < 24)) tell("too small to touch", element);
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push(`wider than the window by ${document.documentElement.scrollWidth - innerWidth}`);
  return found;
})();
