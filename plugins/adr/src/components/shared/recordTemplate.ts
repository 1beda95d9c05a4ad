/** A first record in MADR 4, ready to be filled in. */
export const recordTemplate = `---
status: proposed
date: YYYY-MM-DD
decision-makers: [Your name]
---

# What is decided, in a few words

## Context and Problem Statement

Which problem is to be solved, and what makes it hard?

## Considered Options

* First option
* Second option

## Decision Outcome

Chosen option: "First option", because …

### Consequences

* Good, because …
* Bad, because …
`;
