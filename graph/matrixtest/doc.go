// Package matrixtest holds the server to docs/authz-matrix.md, cell by cell: who sees what of whom, over each transport.
//
// The rules are read from the file at test time (matrix_test.go). World_test.go makes one world of people and things through
// the services, and tells for each thing what every field of it must say. Entry_test.go lists the ways to reach a type; what
// each viewer must find at the end of a way follows from the rules of the fields along it, so a new field needs a fact and
// a new type a thing, some ways and its facts, and nothing is written by hand per cell. Whatever has no rule, no fact or no
// way fails.
//
// The last line printed by the test binary is the sum: a cell is one field of one rule for one column over one transport.
package matrixtest
