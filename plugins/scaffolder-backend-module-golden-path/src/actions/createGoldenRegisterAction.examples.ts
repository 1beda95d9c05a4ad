import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Register what publish:github has pushed',
    example: stringify({
      steps: [
        {
          id: 'register',
          name: 'Register the component',
          action: 'companyos:golden:register',
          input: { name: 'payment-api' },
        },
      ],
    }),
  },
];
