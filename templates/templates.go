// Package templates holds the words of the letters: one file a kind of letter
// in fr and en, what letters share in common.txt, the HTML around them in
// letter.html, the page of a report in report.html, and that of all letters in
// preview.html. An operator's folder of
// the same layout overrides any of them.
//
// A letter's file is a text/template whose first line is the subject and whose
// rest is in the small markup that package compose reads (its markup.go shows
// all of it). Where a kind of letter has several reasons, each is a block
// {{define "reason"}} with its own subject. In French, [vous|tu] holds both
// forms of address; no-break spaces and apostrophes are set by the program.
package templates

import "embed"

// FS holds every template.
//
//go:embed letter.html report.html preview.html fr en
var FS embed.FS
