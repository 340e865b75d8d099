/* The signs at which an event is known: on the lines of the diagram, and in the legend. */

function dot(x, y, radius, classes) {
  return svg('circle', { cx: x, cy: y, r: radius, class: classes });
}

function letter(x, y, text, classes) {
  return svg('text', { x, y: y + 3.5, class: `letter ${classes}` }, text);
}

const signs = {
  plain: (x, y, size) => [dot(x, y, size / 2, 'dot')],
  quiet: (x, y, size) => [dot(x, y, size / 4, 'dot small')],
  leader: (x, y, size) => [dot(x, y, size, 'leader'), letter(x, y, 'L', 'on')],
  candidate: (x, y, size) => [dot(x, y, size, 'candidate'), letter(x, y, 'C', 'off')],
  stepDown: (x, y, size) => [dot(x, y, size, 'candidate'), letter(x, y, 'F', 'off')],
  crash: (x, y, size) => [
    dot(x, y, size, 'crash'), svg('path', { d: cross(x, y, size * 0.45), class: 'crash-cross' }),
  ],
  restart: (x, y, size) => [dot(x, y, size, 'restart'), svg('path', { d: turn(x, y, size * 0.4), class: 'restart-turn' })],
  paused: (x, y, size) => [svg('path', { d: `M${x - 3} ${y - size * 0.6}v${size * 1.2}m6 0v${-size * 1.2}`, class: 'bars' })],
  resumed: (x, y, size) => [
    svg('path', { d: `M${x - 4} ${y - size * 0.6}l${size} ${size * 0.6}l${-size} ${size * 0.6}z`, class: 'go' }),
  ],
  client: (x, y, size) => [svg('rect', { x: x - size / 2, y: y - size / 2, width: size, height: size, class: 'client' })],
  gaveUp: (x, y, size) => [svg('path', { d: cross(x, y, size / 2), class: 'client-cross' })],
};

function cross(x, y, size) {
  return `M${x - size} ${y - size}l${2 * size} ${2 * size}M${x + size} ${y - size}l${-2 * size} ${2 * size}`;
}

/* Most of a circle, with an arrow's head at its end. */
function turn(x, y, size) {
  return `M${x + size} ${y}a${size} ${size} 0 1 1 ${-size} ${-size}m-2 -2.6l3 2.6l-3 2.6`;
}

function tick(x, y) {
  return svg('path', { d: `M${x - 4} ${y}l3 3l5 -7`, class: 'tick' });
}

/* The sign of an event: of several notable things the one that says most. */
function signOf(event) {
  const told = ['crash', 'leader', 'candidate', 'stepDown', 'restart'].find(mark => event.marks?.includes(mark));
  const ofKind = { called: 'client', returned: 'client', heartbeatDue: 'quiet' };
  return told ?? ofKind[event.kind] ?? (event.kind in signs ? event.kind : 'plain');
}

/* A sign, with a tick when the event commits something. */
function drawSign(event, x, y, size) {
  const name = signOf(event);
  const isLarge = !['plain', 'quiet', 'client', 'gaveUp'].includes(name);
  const term = event.change?.term;
  const classes = `sign t${colourOf(term)}${size < 7 ? ' tiny' : ''}`;
  const drawn = svg('g', { class: classes }, ...signs[name](x, y, isLarge ? size : size * 0.9));
  if (isLarge && ['leader', 'candidate'].includes(name) && size > 6) {
    drawn.append(svg('text', { x: x + size + 3, y: y + 4, class: 'term-label' }, `${term}`));
  }
  if (event.marks?.includes('commit') && size > 5) {
    drawn.append(tick(x + (isLarge ? size : size / 2) + 6, y - 4));
  }
  return drawn;
}
