//! Which item of a programme a photo belongs to.
