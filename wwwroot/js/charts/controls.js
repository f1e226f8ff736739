// The choices above a chart; they stand in the address, so that reload and Back restore them.

/**
 * Reads the selects and boxes of a form, and calls back when one changes.
 * @param {HTMLElement} element holds controls with names
 * @param {Record<string, string>} defaults
 * @param {(view: Record<string, string>) => void} changed
 */
export function bindView(element, defaults, changed) {
  const controls = [...element.querySelectorAll("select[name], input[name]")].filter((control) => /** @type {HTMLSelectElement} */ (control).name in defaults);
  const address = new URL(location.href);
  const view = { ...defaults };
  for (const control of /** @type {(HTMLSelectElement | HTMLInputElement)[]} */ (controls)) {
    const asked = address.searchParams.get(control.name);
    if (asked !== null && (!(control instanceof HTMLSelectElement) || [...control.options].some((option) => option.value === asked))) {
      view[control.name] = asked;
    }

    if (control instanceof HTMLInputElement && control.type === "checkbox") {
      control.checked = view[control.name] === "true";
    } else {
      control.value = view[control.name];
    }

    control.addEventListener("change", () => {
      view[control.name] = control instanceof HTMLInputElement && control.type === "checkbox" ? String(control.checked) : control.value;
      remember(control.name, view[control.name] === defaults[control.name] ? null : view[control.name]);
      changed(view);
    });
  }

  return view;
}

/**
 * Writes a choice into the address without a new entry in the history.
 * @param {string} name
 * @param {string | null} value
 */
export function remember(name, value) {
  const address = new URL(location.href);
  if (value === null) {
    address.searchParams.delete(name);
  } else {
    address.searchParams.set(name, value);
  }

  history.replaceState(null, "", address);
}
