package mailin

import (
	"errors"

	"github.com/emersion/go-smtp"
)

// refusalOf returns what to say for an error: itself when it is a Refusal,
// else that it is our fault and will pass. (go-smtp would say 554, and the
// sender's server would give up.)
func refusalOf(err error) Refusal {
	if r, ok := errors.AsType[Refusal](err); ok && r.Code >= 400 && r.Code < 600 {
		return r
	}
	return fault
}

// answer turns an error into go-smtp's terms; nil stays nil, which is a 250.
func answer(err error) error {
	if err == nil {
		return nil
	}
	r := refusalOf(err)
	return &smtp.SMTPError{Code: r.Code, EnhancedCode: smtp.EnhancedCode(r.Enhanced), Message: r.Text}
}

// worst returns the error to answer where several recipients have one answer:
// a temporary one before one for good.
func worst(errs []error) (worst error) {
	for _, err := range errs {
		if err == nil {
			continue
		}
		if worst = err; refusalOf(err).Code < 500 {
			break
		}
	}
	return worst
}
