package intake

import (
	"bytes"
	"path"
	"strings"

	"toutdoux/internal/governance"
)

// safe are the endings of the files that are passed on, and their media types:
// what people look at, read, write, listen to. A mail program opens a file by
// its ending, so that the ending decides, and the type is told by it.
var safe = map[string]string{
	"pdf": "application/pdf",

	"jpg": "image/jpeg", "jpeg": "image/jpeg", "jpe": "image/jpeg", "jfif": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
	"heic": "image/heic", "heif": "image/heif", "avif": "image/avif", "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff",

	"doc": "application/msword", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xls": "application/vnd.ms-excel", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"ppt": "application/vnd.ms-powerpoint", "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	"odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
	"odp": "application/vnd.oasis.opendocument.presentation", "odg": "application/vnd.oasis.opendocument.graphics", "rtf": "application/rtf",
	"pages": "application/vnd.apple.pages", "numbers": "application/vnd.apple.numbers", "key": "application/vnd.apple.keynote",

	"txt": "text/plain", "text": "text/plain", "log": "text/plain", "md": "text/markdown", "markdown": "text/markdown", "csv": "text/csv",
	"tsv": "text/tab-separated-values", "ics": "text/calendar", "vcf": "text/vcard", "srt": "text/plain", "vtt": "text/vtt",
	"diff": "text/plain", "patch": "text/plain", "json": "application/json",

	"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg", "flac": "audio/flac", "wav": "audio/wav",
	"mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm", "mov": "video/quicktime", "ogv": "video/ogg", "mkv": "video/x-matroska",
}

// proper are the endings given to files that have none, by what the mail says
// that they are.
var proper = map[string]string{
	"application/pdf": "pdf", "image/jpeg": "jpg", "image/jpg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp",
	"image/heic": "heic", "image/heif": "heif", "image/tiff": "tif", "text/plain": "txt", "text/csv": "csv", "text/calendar": "ics",
	"application/ics": "ics", "text/vcard": "vcf", "text/x-vcard": "vcf", "text/directory": "vcf", "text/markdown": "md",
	"application/msword": "doc", "application/rtf": "rtf", "text/rtf": "rtf", "audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/mp4": "m4a",
	"video/mp4": "mp4", "video/quicktime": "mov",
	"application/vnd.oasis.opendocument.text": "odt", "application/vnd.oasis.opendocument.spreadsheet": "ods",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       "xlsx",
}

// unsafe are the endings of what is left out, by why. What stands in neither
// table is left out as unknown.
var unsafe = map[governance.LeftOut]string{
	governance.LeftProgram: " exe com bat cmd scr pif msi msp cpl dll sys vb vbs vbe js jse mjs ws wsf wsh ps1 psm1 hta jar class lnk url desktop" +
		" reg inf chm sh bash py pl rb php apk ipa app command dmg pkg deb rpm appimage run bin elf xll scf application gadget" +
		" docm dotm xlsm xltm xlam pptm ppsm potm sldm ",
	governance.LeftArchive: " zip 7z rar tar gz tgz bz2 xz zst cab arj lzh ace iso img vhd vhdx z ",
	governance.LeftPage:    " html htm xhtml xht shtml mht mhtml svg svgz xml xsl ",
	governance.LeftMail:    " eml msg emlx mbox ",
}

// leftOut is why a file of some ending is not passed on, "" where nothing is
// known against it.
func leftOut(ending string) governance.LeftOut {
	for why, endings := range unsafe {
		if ending != "" && strings.Contains(endings, " "+ending+" ") {
			return why
		}
	}
	return ""
}

// enclosure says of a part that is a file what it is called and whether it is
// passed on.
func (e *part) enclosure() governance.File {
	f := governance.File{Name: cleanName(e.filename())}
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(f.Name), "."))
	if e.media == "message/rfc822" && leftOut(ending) == "" {
		ending = "eml"
	}
	if safe[ending] == "" && leftOut(ending) == "" && proper[e.media] != "" {
		ending = proper[e.media]
		f.Name = strings.TrimSuffix(f.Name, ".") + "." + ending
	}
	if stem := strings.TrimSuffix(f.Name, path.Ext(f.Name)); stem == "" {
		f.Name = strings.TrimSuffix(kindOf(safe[ending])+"."+ending, ".")
	}
	f.Media, f.Left = safe[ending], leftOut(ending)
	if f.Media == "" && f.Left == "" {
		f.Left = governance.LeftUnknown
	}
	if f.Left == "" && !strings.HasPrefix(f.Media, "text/") {
		f.Left = disguised(e.head())
	}
	return f
}

// kindOf is what a file is called that has no name, in words that are French
// and English.
func kindOf(media string) string {
	kind, _, _ := strings.Cut(media, "/")
	switch kind {
	case "image", "audio":
		return kind
	}
	return "document"
}

// headMax is how much of a file is looked at to tell what it is.
const headMax = 1024

// head is the beginning of a file.
func (e *part) head() []byte { return e.first(headMax) }

// first gives at most so many bytes of a part. No encoding takes more than three
// for one.
func (e *part) first(n int) []byte {
	few := *e
	few.body = e.body[:min(len(e.body), 3*n)]
	content := few.decoded()
	return content[:min(len(content), n)]
}

// disguised tells a program or a page that bears the ending of something else.
func disguised(head []byte) governance.LeftOut {
	for _, magic := range []string{"MZ", "\x7fELF", "#!", "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf", "\xce\xfa\xed\xfe", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe", "L\x00\x00\x00\x01\x14\x02\x00"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return governance.LeftProgram
		}
	}
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<svg", "<?php", "<?xml"} {
		if bytes.HasPrefix(text, []byte(tag)) {
			return governance.LeftPage
		}
	}
	return ""
}
