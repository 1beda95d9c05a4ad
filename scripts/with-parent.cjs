// Loaded into the portal's process: ends it when the program that started it is gone, so
// that a killed `make start` leaves no portal behind that holds the port and the database.
const parent = process.ppid;
const CHECK_MS = 500;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, CHECK_MS).unref();
