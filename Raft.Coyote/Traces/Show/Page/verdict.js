/* What fell and why, above all; and how the run came about. */

function factItem(fact, position, go) {
  const button = html('a', { href: `#e${fact.event}`, class: 'fact-link' },
    html('b', { class: 'letter' }, letterOf(position)), html('span', { class: 'number' }, `#${fact.event}`),
    html('span', {}, visible(fact.text)));
  button.addEventListener('click', event => {
    event.preventDefault();
    go(fact.event);
  });
  return html('li', {}, button);
}

function headline(verdict) {
  if (!verdict) {
    return [html('p', { class: 'kind clean' }, 'No violation'), html('h1', {}, 'No property fell')];
  }
  const how = verdict.isLiveness ? `still waits where the run ends, after #${eventCount}` : `fell at #${eventCount}`;
  return [html('p', { class: 'kind fell' }, verdict.isLiveness ? 'Liveness violation' : 'Safety violation'),
    html('h1', {}, visible(verdict.property), html('span', { class: 'how' }, ` ${how}`))];
}

function explanation(verdict, go) {
  if (!verdict) {
    return [];
  }
  const statement = verdict.statement
    ? [html('p', { class: 'statement' }, `${verdict.statement} `, html('cite', {}, verdict.source))]
    : [];
  const lead = verdict.facts.length > 1 && !verdict.isLiveness ? 'These contradict each other:' : 'What shows it:';
  return [...statement, html('p', { class: 'why' }, visible(verdict.explanation)),
    html('p', { class: 'lead' }, lead),
    html('ul', { class: 'facts' }, ...verdict.facts.map((fact, position) => factItem(fact, position, go)))];
}

function summaryText() {
  const values = new Map(run.header);
  return ['scenario', 'mutant', 'strategy'].filter(name => values.has(name)).map(name => `${name} ${visible(values.get(name))}`)
    .concat(`${run.servers.length} servers`, `${eventCount} events`).join(' · ');
}

function drawVerdict(go) {
  const about = html('details', { class: 'about' }, html('summary', {}, summaryText()),
    html('dl', {}, ...run.header.map(([name, value]) => html('div', {}, html('dt', {}, name), html('dd', {}, visible(value))))));
  byId('verdict').append(html('div', { class: 'title' }, ...headline(run.verdict), about),
    html('div', { class: 'explanation' }, ...explanation(run.verdict, go)));
}
