// @ts-check
// Moves what the write-ahead log holds into the database, each time it is asked to, beside whoever writes.
const { parentPort, workerData } = require('node:worker_threads');
const Database = require('better-sqlite3');

const database = new Database(workerData.file, { fileMustExist: true });

parentPort?.on('message', () => {
  database.pragma('wal_checkpoint(PASSIVE)');
  parentPort?.postMessage('done');
});
