import { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { LABELS } from './catalogModelLayer';

const PREFIX = 'companyos.io/';

/**
 * What a model layer can't say. A layer gives each value a schema, but can neither require
 * a label nor refuse one that is not declared, so a misspelt tier would be no tier at all.
 *
 * A component made by a golden path must carry every label. Others may lack them: a team
 * must be able to register what it has before it knows how to classify it.
 */
export class LabelsProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'companyos-labels';
  }

  /**
   * Takes part in validation only to refuse; which kinds there are is not its business.
   *
   * @throws InputError naming each label and what is wrong with it
   */
  async validateEntityKind(entity: Entity): Promise<boolean> {
    const labels = Object.keys(entity.metadata.labels ?? {});
    const known = LABELS.map(label => label.name);
    const problems = labels
      .filter(name => name.startsWith(PREFIX) && !known.includes(name))
      .map(
        name =>
          `metadata.labels has ${name}, which is no label of the organisation (${known.join(
            ', ',
          )})`,
      );
    if (
      entity.kind === 'Component' &&
      entity.metadata.annotations?.['companyos.io/template']
    ) {
      for (const { name, values } of LABELS) {
        if (!labels.includes(name)) {
          problems.push(
            `metadata.labels lacks ${name}, one of ${values.join(
              ', ',
            )}; a component from a template carries it`,
          );
        }
      }
    }
    if (problems.length) {
      throw new InputError(problems.join('; '));
    }
    return false;
  }
}
