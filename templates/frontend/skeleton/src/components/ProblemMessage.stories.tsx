import type { Meta, StoryObj } from '@storybook/react-vite';
import { ApiError } from '../api/client.ts';
import { ProblemMessage } from './ProblemMessage.tsx';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

function failure(status: number, detail?: string): ApiError {
  return new ApiError(
    status,
    TRACE_ID,
    detail === undefined
      ? undefined
      : {
          type: 'urn:companyos:problem:example',
          title: 'example',
          status,
          detail,
          instance: '/documents',
          trace_id: TRACE_ID,
          request_id: '0b1b7f2e-6a0d-4c4e-9d5c-0d6f6c1e2a3b',
        },
  );
}

const meta = {
  component: ProblemMessage,
  args: { error: failure(503), onRetry: () => undefined },
} satisfies Meta<typeof ProblemMessage>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Failed: Story = {};

export const Denied: Story = { args: { error: failure(403, 'The workspace is not yours.') } };

export const SignedOut: Story = { args: { error: failure(401, 'Sign in first.') } };

export const Missing: Story = { args: { error: failure(404, 'There is no such document.') } };

export const Refused: Story = { args: { error: failure(400, 'The title is too long.') } };

export const Offline: Story = { args: { error: failure(0) } };
