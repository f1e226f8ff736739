// How a mask is moved and read: wheel, pointer, keys, and a button for everything that can be dragged.

/** @param {import("./maskView.js").MaskView} view */
export function toolbar(view) {
  const bar = Object.assign(document.createElement("div"), { className: "mask-buttons" });
  const add = (/** @type {string} */ text, /** @type {() => void} */ action) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    made.addEventListener("click", action);
    bar.append(made);
  };
  add("Zoom in", () => zoom(view, 2));
  add("Zoom out", () => zoom(view, 0.5));
  add("Whole layer", () => view.reset());
  return bar;
}

/** Keys and buttons zoom about the cursor while there is one, and bring it into the middle. @param {import("./maskView.js").MaskView} view @param {number} factor */
function zoom(view, factor) {
  view.zoomBy(factor);
  if (view.hasCursor) {
    view.left = view.cursor.column + 0.5 - view.canvas.width / view.scale / 2;
    view.top = view.cursor.row + 0.5 - view.canvas.height / view.scale / 2;
  }
}

/** @param {import("./maskView.js").MaskView} view */
export function listen(view) {
  const { canvas } = view;
  canvas.addEventListener("wheel", (event) => {
    if (event.ctrlKey || view.zoom > 1) {
      event.preventDefault();
      view.zoomBy(event.deltaY < 0 ? 1.25 : 0.8, event.offsetX, event.offsetY);
    }
  }, { passive: false });
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons === 1) {
      pan(view, -event.movementX / view.scale, -event.movementY / view.scale);
      return;
    }

    view.moveTo(Math.floor(view.top + event.offsetY / view.scale), Math.floor(view.left + event.offsetX / view.scale), false);
  });
  canvas.addEventListener("keydown", (event) => press(view, event));
}

/** @param {import("./maskView.js").MaskView} view @param {number} columns @param {number} rows */
function pan(view, columns, rows) {
  view.left += columns;
  view.top += rows;
  view.draw();
}

/** @param {import("./maskView.js").MaskView} view @param {KeyboardEvent} event */
function press(view, event) {
  const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (move && !event.ctrlKey) {
    event.preventDefault();
    if (event.shiftKey) {
      // A quarter of what is seen.
      pan(view, (move[1] * view.canvas.width) / view.scale / 4, (move[0] * view.canvas.height) / view.scale / 4);
    } else {
      view.moveTo(view.cursor.row + move[0], view.cursor.column + move[1], true);
    }
  } else if (event.key === "+" || event.key === "-") {
    zoom(view, event.key === "+" ? 2 : 0.5);
  } else if (event.key === "0") {
    view.reset();
  }
}
