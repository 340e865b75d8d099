/* The space-time diagram: a line down for each server and client, an arrow for each message. Only what is in view is drawn. */

const rowHeights = [3, 5, 8, 12, 18, 26, 36, 52, 72];
const normalZoom = 6;
const highestCanvas = 8e6;

/* Where things are on the canvas. */
const geometry = {
  zoom: normalZoom, rowHeight: 36, pitch: 34, gutter: 46, gap: 14,

  y(number) {
    return (number - 0.5) * this.rowHeight;
  },

  x(place) {
    return this.gutter + (place + 0.5) * this.pitch + (place >= run.servers.length ? this.gap : 0);
  },

  get lanesEnd() {
    return this.gutter + places.length * this.pitch + (run.clients.length > 0 ? this.gap : 0) + 8;
  },

  /* Narrow screens get narrow lanes, and taller rows, since the text beside them wraps. */
  fit(width) {
    const isNarrow = width < 640;
    this.gutter = (isNarrow ? 12 : 20) + 8 * Math.max(2, `${eventCount}`.length);
    this.gap = isNarrow ? 6 : 14;
    const room = width * (isNarrow ? 0.5 : 0.42) - this.gutter - this.gap;
    this.pitch = clamp(room / Math.max(1, places.length), isNarrow ? 15 : 20, isNarrow ? 26 : 50);
    const chosen = rowHeights[this.zoom] * (isNarrow ? 1.5 : 1);
    this.rowHeight = Math.min(chosen, highestCanvas / Math.max(1, eventCount));
  },
};

function lengthOf(dx, dy) {
  return Math.hypot(dx, dy) || 1;
}

/* The head of an arrow that ends at a point and comes from another one. */
function arrowHead(x1, y1, x2, y2, size) {
  const length = lengthOf(x2 - x1, y2 - y1);
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [bx, by] = [x2 - ux * size, y2 - uy * size];
  const half = size * 0.45;
  return `M${x2} ${y2}L${bx - uy * half} ${by + ux * half}L${bx + uy * half} ${by - ux * half}Z`;
}

/* The line of an arrow: solid, double, dashed with a cross, or dotted with a ring, by its fate. */
function drawArrowLine(fate, x1, y1, x2, y2, classes) {
  const line = extra => svg('line', { x1, y1, x2, y2, class: extra });
  const head = () => svg('path', { d: arrowHead(x1, y1, x2, y2, 8), class: 'head' });
  const parts = {
    arrived: () => [line('shaft'), head()],
    arrivedAgain: () => [
      line('shaft rail'), line('shaft between'), svg('path', { d: arrowHead(x1, y1, x2, y2, 11), class: 'head hollow' }),
    ],
    lost: () => [line('shaft'), svg('path', { d: cross(x2, y2, clamp(geometry.rowHeight / 4, 2.5, 4)), class: 'lost-cross' })],
    onItsWay: () => [line('shaft'), svg('circle', { cx: x2, cy: y2, r: 3, class: 'ring' })],
  };
  return svg('g', { class: `arrow ${fate} ${classes}` }, svg('line', { x1, y1, x2, y2, class: 'reach' }), ...parts[fate]());
}

/* Where an arrow begins and ends. A lost one ends on its way, and one that is on its way at the end has only begun. */
function pathOf(arrow) {
  const [x1, x2] = [geometry.x(arrow.from), geometry.x(arrow.to)];
  const ends = arrow.endsAt ?? arrow.sentAt + 1.5;
  const begins = arrow.sentAt ?? ends - 1;
  const [y1, y2] = [geometry.y(begins), geometry.y(ends)];
  const part = { lost: 0.62, onItsWay: 0.4 }[arrow.fate] ?? 1;
  const room = arrow.fate.startsWith('arrived') ? Math.min(6, geometry.rowHeight / 4) / lengthOf(x2 - x1, y2 - y1) : 0;
  return [x1, y1, x1 + (x2 - x1) * (part - room), y1 + (y2 - y1) * (1 - room)];
}

function drawArrow(position) {
  const arrow = run.arrows[position];
  const drawn = drawArrowLine(arrow.fate, ...pathOf(arrow), arrow.term === undefined ? 'plain' : `t${colourOf(arrow.term)}`);
  drawn.dataset.arrow = position;
  return drawn;
}

/* The arrows of which a part lies between two events. */
function drawArrows(first, last) {
  const drawn = [];
  for (let position = 0; position < run.arrows.length; position++) {
    const arrow = run.arrows[position];
    const [begins, ends] = [arrow.sentAt ?? arrow.endsAt, arrow.endsAt ?? arrow.sentAt + 2];
    if (begins <= last && ends >= first && arrow.from !== arrow.to) {
      drawn.push(drawArrow(position));
    }
  }
  return drawn;
}

/* The line of a server: its colour is the term, its width the role; where it is down there is hardly one. */
function drawLife(server, first, last) {
  const life = lives[server];
  const x = geometry.x(server);
  const drawn = [];
  for (let position = Math.max(0, firstWhere(life, each => each.from > first) - 1); position < life.length; position++) {
    const { from, term, role, condition } = life[position];
    const to = life[position + 1]?.from ?? eventCount + 1;
    if (from > last) {
      break;
    }
    const [y1, y2] = [Math.max(from, first - 1), Math.min(to, last + 1)].map(number => geometry.y(number));
    const looks = condition === 'up' ? role : condition;
    drawn.push(svg('line', { x1: x, y1: Math.max(0, y1), x2: x, y2, class: `life ${looks} t${colourOf(term)}` }));
  }
  return drawn;
}

function drawClientLine(place, first, last) {
  const x = geometry.x(place);
  const bottom = Math.min(geometry.y(last + 1), eventCount * geometry.rowHeight);
  return svg('line', { x1: x, y1: Math.max(0, geometry.y(first - 1)), x2: x, y2: bottom, class: 'life client-line' });
}

/* While servers are cut off, the lines of one side stand on a hatched ground. */
function drawCut(cut, first, last) {
  const [y1, y2] = [Math.max(cut.from, first - 1), Math.min(cut.to, last + 1)].map(number => geometry.y(number));
  const width = Math.min(20, geometry.pitch - 4);
  return cut.servers.map(server => svg('rect', {
    x: geometry.x(server) - width / 2, y: y1, width, height: Math.max(0, y2 - y1), class: 'cut',
  }));
}

function drawAcross(event, number) {
  const y = geometry.y(number);
  const end = geometry.x(run.servers.length - 1) + geometry.pitch / 2;
  const line = svg('line', { x1: geometry.gutter, y1: y, x2: end, y2: y, class: `across ${event.kind}` });
  const size = clamp(geometry.rowHeight, 4, 8);
  const sides = event.cut ? [['from', event.cut.from], ['to', event.cut.to]] : [];
  const dots = sides.flatMap(([side, servers]) => servers.map(server =>
    svg('rect', { x: geometry.x(server) - size / 2, y: y - size / 2, width: size, height: size, class: `side ${side}` })));
  return [line, ...dots];
}

function drawEvents(first, last) {
  const size = clamp(geometry.rowHeight * 0.36, 2.5, Math.min(9, geometry.pitch / 2 - 1));
  const drawn = [];
  for (let number = first; number <= last; number++) {
    const event = eventAt(number);
    if (event.place !== undefined) {
      drawn.push(drawSign(event, geometry.x(event.place), geometry.y(number), event.marks ? Math.max(size, 4) : size));
    } else if (['partitioned', 'healed', 'faultsOver'].includes(event.kind)) {
      drawn.push(...drawAcross(event, number));
    }
  }
  return drawn;
}

function hatching() {
  const size = { width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' };
  const line = svg('line', { x1: 0, y1: 0, x2: 0, y2: 6, class: 'hatch' });
  return svg('defs', {}, svg('pattern', { id: 'hatch', ...size }, line));
}

/* Draws the events from one to another, and what crosses them. */
function drawDiagram(first, last) {
  const top = (first - 1) * geometry.rowHeight;
  const height = (last - first + 3) * geometry.rowHeight;
  const picture = byId('diagram');
  make(picture, { width: geometry.lanesEnd, height, viewBox: `0 ${top} ${geometry.lanesEnd} ${height}` }, []);
  picture.style.top = `${top}px`;
  picture.replaceChildren(
    hatching(),
    ...cuts.filter(cut => cut.from <= last && cut.to >= first).flatMap(cut => drawCut(cut, first, last)),
    ...run.servers.flatMap((_, server) => drawLife(server, first, last)),
    ...run.clients.map((_, client) => drawClientLine(run.servers.length + client, first, last)),
    svg('g', { id: 'arrows' }, ...drawArrows(first, last)),
    ...drawEvents(first, last),
    svg('rect', { id: 'veil', x: 0, width: geometry.lanesEnd, height, class: 'veil' }));
}

/* What came to the chosen event and went out from it is strong and on top; what has not happened yet is pale. */
function chooseInDiagram(current) {
  byId('veil').setAttribute('y', current * geometry.rowHeight);
  const chosen = [];
  for (const drawn of byId('arrows').children) {
    const { sentAt, endsAt } = run.arrows[drawn.dataset.arrow];
    const isChosen = sentAt === current || endsAt === current;
    if (isChosen !== drawn.classList.contains('chosen')) {
      drawn.classList.toggle('chosen', isChosen);
    }
    if (isChosen) {
      chosen.push(drawn);
    }
  }
  byId('arrows').append(...chosen);
}
