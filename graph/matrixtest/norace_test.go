//go:build !race

package matrixtest

const raced = false
