//! What there was to see on the visit, one function a scene, on the stage of [`crate::painter`].

pub mod ceremony;
pub mod evening;
pub mod faces;
pub mod halls;
pub mod journey;
pub mod outdoors;
