import { createCatalogModelLayer } from '@backstage/catalog-model/alpha';
import { JsonObject } from '@backstage/types';

/** A label of the organisation: its key, its allowed values, what it says. */
export interface LabelDefinition {
  name: string;
  title: string;
  description: string;
  values: readonly string[];
}

/** The labels that say how careful one has to be with a component. */
export const LABELS: readonly LabelDefinition[] = [
  {
    name: 'companyos.io/tier',
    title: 'Tier',
    description:
      'How much depends on it: tier-1 stops customers when it stops, tier-2 degrades what they do, tier-3 is noticed inside only.',
    values: ['tier-1', 'tier-2', 'tier-3'],
  },
  {
    name: 'companyos.io/region',
    title: 'Region',
    description:
      'Where it runs and keeps its data: one region, or global for all of them.',
    values: ['eu', 'us', 'global'],
  },
  {
    name: 'companyos.io/data-classification',
    title: 'Data classification',
    description: 'The most sensitive data it keeps or passes on.',
    values: ['public', 'internal', 'confidential', 'restricted', 'pii'],
  },
];

const ANNOTATIONS: readonly {
  name: string;
  title: string;
  description: string;
  schema: JsonObject;
}[] = [
  {
    name: 'companyos.io/template',
    title: 'Golden path template',
    description:
      'Template and version the component was created from, for example api-service@1.0.0.',
    schema: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{1,62}@\\d+\\.\\d+\\.\\d+$',
    },
  },
  {
    name: 'companyos.io/adr-location',
    title: 'Decision records',
    description:
      'Folder of the decision records, relative to the entity file or as a URL; docs/adr when left out.',
    schema: {
      type: 'string',
      maxLength: 200,
      // A URL, or relative and never out of the folder of the entity file.
      pattern:
        '^(https?://[^\\s]+|(?!/)(?!(.*/)?\\.\\.(/|$))[A-Za-z0-9._/-]+)$',
    },
  },
  {
    name: 'companyos.io/repository',
    title: 'Repository',
    description:
      'Owner and name of the repository, for example meridian/orders.',
    schema: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$',
    },
  },
];

/**
 * What the organisation adds to the catalog's model: labels and annotations under
 * `companyos.io/`, each with a title, a description and a schema. The catalog refuses an
 * entity whose value does not fit, and shows the declarations to tools that ask for the model.
 */
export const catalogModelLayer = createCatalogModelLayer({
  layerId: 'companyos.io/catalog-model',
  builder(model) {
    for (const { name, title, description, values } of LABELS) {
      model.addLabel({
        name,
        title,
        description,
        schema: { jsonSchema: { type: 'string', enum: [...values] } },
      });
    }
    for (const { name, title, description, schema } of ANNOTATIONS) {
      model.addAnnotation({
        name,
        title,
        description,
        schema: { jsonSchema: schema },
      });
    }
  },
});
