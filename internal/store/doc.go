// Package store is the register of one association in SQLite: what arrived,
// what was decided, the log of events, the letters owed and their deliveries.
//
// It keeps and gives back; it decides nothing. What a mail means is intake's,
// what follows from it governance's, in which order things happen clerk's, and
// when letters leave queue's. The schema and what each column holds are told in
// testdata/schema.sql.
//
// One connection writes, each change in one transaction that reached the disk
// when the call returns; a few others read beside it. A write that has begun is
// never cancelled: a context only bounds the wait for its turn.
package store
