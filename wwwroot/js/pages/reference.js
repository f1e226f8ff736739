// The API reference: find a call by words, copy its example, and open the call that the address names.

/** @param {HTMLElement} element */
export function start(element) {
  const calls = /** @type {HTMLDetailsElement[]} */ ([...element.querySelectorAll("details[data-part=call]")]);
  const filter = element.querySelector("input[data-part=filter]");
  const count = element.querySelector("[data-part=count]");
  if (filter instanceof HTMLInputElement) {
    filter.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const call of calls) {
        const text = call.querySelector("summary")?.textContent?.toLowerCase() ?? "";
        call.hidden = !words.every((word) => text.includes(word));
      }

      for (const group of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-part=group]"))) {
        group.hidden = [...group.querySelectorAll("details[data-part=call]")].every((call) => /** @type {HTMLElement} */ (call).hidden);
      }

      const shown = calls.filter((call) => !call.hidden).length;
      if (count) {
        count.textContent = words.length === 0 ? "" : shown === 1 ? "1 call" : `${shown} calls`;
      }
    });
  }

  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("button[data-copy]"))) {
    button.addEventListener("click", () => copy(button));
  }

  const open = () => {
    const named = document.getElementById(location.hash.slice(1));
    if (named instanceof HTMLDetailsElement) {
      named.open = true;
      named.scrollIntoView();
    }
  };
  addEventListener("hashchange", open);
  open();
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const code = button.parentElement?.previousElementSibling?.textContent ?? "";
  const name = button.textContent;
  try {
    await navigator.clipboard.writeText(code);
    button.textContent = "Copied";
  } catch {
    button.textContent = "This browser does not allow it: select the text";
  }

  setTimeout(() => {
    button.textContent = name;
  }, 2000);
}
