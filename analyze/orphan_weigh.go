package analyze

import (
	"mapihive/hive"
)

// A weighing adds up what speaks for a reading of the evidence and what speaks for its rivals. Each reason is a
// sentence of the finding, and its weight counts in one direction only: without a reason for the reading the
// confidence is the same or lower, without one for a rival the same or higher.
type weighing struct {
	f     *Finding
	score int
}

// support says a reason for the reading.
func (w *weighing) support(weight int, e []Evidence, s *Sentence, args ...any) {
	w.reason(weight, e, s, args...)
}

// rival says what speaks for another explanation, which it names.
func (w *weighing) rival(weight int, e []Evidence, s *Sentence, args ...any) {
	w.reason(-weight, e, s, args...)
	w.f.said[len(w.f.said)-1].rival = true
}

func (w *weighing) reason(weight int, e []Evidence, s *Sentence, args ...any) {
	w.score += weight
	w.f.cite(e...)
	w.f.tell(s, args...)
	w.f.said[len(w.f.said)-1].weighed = true
}

// judge gives the finding its confidence: low below a score of medium, high from one of high on, and never more
// than most.
func (w *weighing) judge(medium, high int, most hive.Confidence) {
	w.f.Confidence = hive.Low
	switch {
	case w.score >= high:
		w.f.Confidence = hive.High
	case w.score >= medium:
		w.f.Confidence = hive.Medium
	}
	w.f.Confidence = w.f.Confidence.Weaker(most)
}
