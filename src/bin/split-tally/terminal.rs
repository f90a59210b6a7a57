//! Progress on standard error: a bar on a terminal, nothing otherwise.

use indicatif::{ProgressBar, ProgressStyle};
use split_tally::simple::Progress;

/// Shows one phase after another.
pub struct Bar {
    bar: ProgressBar,
    phase: &'static str,
}

impl Bar {
    pub fn new() -> Self {
        Self {
            bar: ProgressBar::new(0),
            phase: "",
        }
    }

    pub fn show(&mut self, progress: Progress) {
        if progress.phase != self.phase {
            self.phase = progress.phase;
            self.bar.reset();
            // A template that did not parse would leave indicatif's own, which serves as well.
            if let Ok(style) =
                ProgressStyle::with_template("{msg:>12} {wide_bar} {percent:>3}% {eta:>5} left")
            {
                self.bar.set_style(style);
            }
            self.bar.set_message(self.phase);
        }
        self.bar.set_length(progress.total);
        self.bar.set_position(progress.done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
