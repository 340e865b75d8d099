/* The whole run on one line, behind the slider: terms as colours, and where something notable happened. */

function colourFrom(style, name) {
  return style.getPropertyValue(name).trim();
}

function drawOverview(matches) {
  const canvas = byId('overview');
  const { width, height } = canvas.getBoundingClientRect();
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext('2d');
  pen.scale(scale, scale);
  const style = getComputedStyle(document.documentElement);
  const x = number => 8 + (width - 16) * (eventCount < 2 ? 0 : (number - 1) / (eventCount - 1));
  drawTerms(pen, style, x, height);
  drawTicks(pen, x, notable.filter(number => !facts.has(number)), colourFrom(style, '--ink-soft'), height - 9, 5, 1);
  drawTicks(pen, x, matches, colourFrom(style, '--match'), 1, 6, 2);
  drawTicks(pen, x, [...facts.keys()], colourFrom(style, '--wrong'), 1, height - 2, 2);
}

/* The highest term that any server had reached. */
function drawTerms(pen, style, x, height) {
  const reached = [{ from: 1, term: 0 }];
  lives.flat().sort((one, other) => one.from - other.from).forEach(({ from, term }) => {
    if (term > reached[reached.length - 1].term) {
      reached.push({ from: Math.max(1, from), term });
    }
  });
  reached.forEach(({ from, term }, position) => {
    const end = reached[position + 1]?.from ?? eventCount;
    pen.fillStyle = colourFrom(style, `--t${colourOf(term)}`);
    pen.fillRect(x(from), height / 2 - 2, x(end) - x(from), 4);
  });
}

function drawTicks(pen, x, numbers, colour, top, length, width) {
  pen.fillStyle = colour;
  for (const number of numbers) {
    pen.fillRect(x(number) - width / 2, top, width, length);
  }
}
