package check

import (
	"fmt"
	"syscall"
)

// unsynchronised is the kernel's STA_UNSYNC (adjtimex(2)).
const unsynchronised = 0x0040

// Synchronised implements Machine.
func (here) Synchronised() (bool, error) {
	var t syscall.Timex
	if _, err := syscall.Adjtimex(&t); err != nil {
		return false, fmt.Errorf("ask the kernel: %w", err)
	}
	return t.Status&unsynchronised == 0, nil
}

// Space implements Machine: what others than root may write.
func (here) Space(folder string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
