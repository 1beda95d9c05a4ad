import { runScript } from './openQueue.ts';

await runScript(({ applied }) => {
  console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to apply');
  console.log('the queue is current');
  return Promise.resolve();
}, true);
