/**
 * Loaded with `node --import` before the service: an instrumentation can only patch a module that has
 * not been loaded yet.
 */
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { ExpressInstrumentation, ExpressLayerType } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { register } from 'import-in-the-middle/register-hooks.mjs';
import { startTracing } from './tracing.ts';

register({ include: ['http', 'node:http', 'https', 'node:https', 'express'] });
startTracing(process.env);
registerInstrumentations({
  instrumentations: [
    new HttpInstrumentation(),
    new ExpressInstrumentation({ ignoreLayersType: [ExpressLayerType.MIDDLEWARE] }),
  ],
});
