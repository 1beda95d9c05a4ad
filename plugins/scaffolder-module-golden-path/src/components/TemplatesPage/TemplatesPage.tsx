import { FieldExtensionOptions } from '@backstage/plugin-scaffolder-react';
import { Route, Routes } from '../../routing';
import { WizardPage } from '../WizardPage/WizardPage';
import { TemplateListOptions, TemplateListPage } from './TemplateListPage';

/** Everything under `/create/templates`: the cards, and the wizard of each template. */
export function TemplatesPage(
  props: TemplateListOptions & { fields: FieldExtensionOptions[] },
) {
  const { fields, ...listOptions } = props;
  return (
    <Routes>
      <Route index element={<TemplateListPage {...listOptions} />} />
      <Route
        path=":namespace/:templateName"
        element={<WizardPage fields={fields} />}
      />
    </Routes>
  );
}
