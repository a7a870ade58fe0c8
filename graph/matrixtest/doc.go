// Package matrixtest holds the server to docs/authz-matrix.md, cell by cell: who sees what of whom, over each transport.
//
// The rules are read from the file at test time (matrix_test.go). Each part of the graph has a file of its own (part_test.go
// lists them): the ways to reach its types, the things that are looked at, made through the services, what every field of
// them must say, and how its mutations are tried. What each viewer must find at the end of a way follows from the rules of
// the fields along it (judge_test.go), so a new field needs a fact and a new type a thing, some ways and its facts, and
// nothing is written by hand per cell. Whatever has no rule, no fact or no way fails.
//
// The last line printed by the test binary is the sum: a cell is one field of one rule for one column over one transport.
package matrixtest
