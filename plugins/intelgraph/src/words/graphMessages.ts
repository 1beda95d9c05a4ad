/** Words of the relations page. */
export const graphMessages = {
  graph: {
    kind: 'Relations',
    title: 'Relations',
    titleOf: 'Relations of {{name}}',
    loading: 'relations',
    failed: 'The relations could not be loaded',
    answer_one: '{{name}} has one relation on record, {{reach}}.',
    answer_other: '{{name}} has {{count}} relations on record, {{reach}}.',
    answerNone: '{{name}} has no relation on record, {{reach}}.',
    reach_one: 'one step around',
    reach_other: '{{count}} steps around',
    depth: 'Steps around',
    asOfHint: 'Leaves out what began or ended later.',
    direction: 'Direction',
    directions: {
      both: 'Both directions',
      upstream: 'Where it comes from',
      downstream: 'Where it goes',
    },
    lineage: 'Only along which data flows',
    drawing: 'Relations as a drawing',
    drawingText:
      'From left to right: what it comes from, itself, where it goes. Each name leads to its own relations.',
    truncated:
      'There are more relations than are drawn. Look at fewer steps, or go on from another name.',
    table: 'Relations as a table',
    columns: {
      from: 'From',
      type: 'Relation',
      to: 'To',
      since: 'Since',
      confidence: 'Confidence',
      policies: 'Policies',
      fact: 'Stated by',
    },
    openFact: 'Open fact',
    none: 'none',
    choose: 'Whose relations?',
    chooseText:
      'Search for anything that facts speak of: a component, an artifact, a data set.',
    emptyText:
      'Relations come from events that name two entities. Look further around, or at both directions.',
    toTimeline: 'Open timeline',
  },
} as const;
