//! The fields of which people say something.

use super::super::place::{LocationPart, Whereabouts};

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $words:literal;)*) => {
        /// Which field of it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field {
            $($(#[$doc])* $name,)*
        }

        impl Field {
            /// All fields.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable word for the library.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// What to call it in a sentence: "Undo *caption* of 12 photos".
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

fields! {
    /// Title, of photo, visit or section.
    Title = "title", "title";
    /// Headline of a photo.
    Headline = "headline", "headline";
    /// Caption, of photo, visit or section.
    Caption = "caption", "caption";
    /// Text for who cannot see the photo.
    AltText = "alt", "alt text";
    /// More for who cannot see the photo than an alt text can hold.
    ExtendedDescription = "extended", "extended description";
    /// The event that a photo shows.
    Event = "event", "event";
    /// Creator of a photo, or of the photos of a device.
    Creator = "creator", "creator";
    /// Credit line of a photo, or of the photos of a device.
    Credit = "credit", "credit";
    /// Copyright notice of a photo.
    Copyright = "copyright", "copyright";
    /// Who supplied a photo, where that is not its creator.
    Source = "source", "source";
    /// What whoever uses a photo has to heed.
    Instructions = "instructions", "instructions";
    /// Keywords of a photo.
    Keywords = "keywords", "keywords";
    /// Persons shown in a photo, in the order of protocol or from left to right.
    Persons = "persons", "persons";
    /// Where persons are on a photo, as it is looked at.
    Regions = "regions", "marks of persons";
    /// How a photo came to be: a word of IPTC's vocabulary "digitalsourcetype".
    SourceType = "source-type", "digital source type";
    /// The place within the city where a photo was taken.
    CreatedSublocation = "created-sublocation", "place of capture";
    /// The city where a photo was taken.
    CreatedCity = "created-city", "city of capture";
    /// The state or province where a photo was taken.
    CreatedRegion = "created-region", "region of capture";
    /// The country where a photo was taken.
    CreatedCountry = "created-country", "country of capture";
    /// The ISO 3166-1 code of the country where a photo was taken.
    CreatedCountryCode = "created-country-code", "country code of capture";
    /// The place within the city that a photo shows.
    ShownSublocation = "shown-sublocation", "place shown";
    /// The city that a photo shows.
    ShownCity = "shown-city", "city shown";
    /// The state or province that a photo shows.
    ShownRegion = "shown-region", "region shown";
    /// The country that a photo shows.
    ShownCountry = "shown-country", "country shown";
    /// The ISO 3166-1 code of the country that a photo shows.
    ShownCountryCode = "shown-country-code", "country code shown";
    /// On a photo, in a language: which of its texts are drafts that nobody has accepted, by [`Field::code`].
    Drafts = "drafts", "acceptance of a draft";
    /// 0 to 5.
    Rating = "rating", "rating";
    /// Picked or rejected.
    Flag = "flag", "pick";
    /// Whether the office that makes the album lets a photo or visit out: [`super::super::clearance::Ruling::code`].
    Clearance = "clearance", "clearance";
    /// Whether the host does.
    HostClearance = "host-clearance", "host's clearance";
    /// Until when a photo or visit may not be published: [`super::Value::Time`] with its offset.
    Embargo = "embargo", "embargo";
    /// The visit and section that a person put a photo into.
    Placement = "placement", "move";
    /// On a photo that a person put somewhere: the section of the item in which time would have put it then, or that the person was
    /// told of since and did not want; empty where time put it in no item.
    PlacedAgainst = "placed-against", "place";
    /// On a photo: a person's boundary. A visit begins here, and this is its identity.
    VisitBreak = "visit-break", "split";
    /// On a photo: a person's boundary. A section begins here, and this is its identity.
    SectionBreak = "section-break", "split";
    /// On a visit, section or device: a person merged it into the one named here.
    JoinedTo = "joined-to", "merge";
    /// Hours without a photo that end a visit (of the library).
    GapHours = "gap-hours", "gap between visits";
    /// Code replacements (of the library).
    Codes = "codes", "code replacements";
    /// The delegation list (of the library).
    People = "people", "delegation list";
    /// Templates of captions (of the library).
    Templates = "templates", "templates";
    /// Who receives (of a visit).
    Host = "host", "host";
    /// Who is received (of a visit).
    Guest = "guest", "guest";
    /// The photo that stands for a visit: [`super::super::photo::PhotoId::hex`].
    Cover = "cover", "cover";
    /// When a photo was taken, as a person says.
    Taken = "taken", "time";
    /// What a clock that is in the picture shows.
    ShownTime = "shown-time", "clock in the picture";
    /// What sort of picture a photo is, as a person says.
    Kind = "kind", "kind";
    /// What a device is called.
    DeviceName = "device-name", "name";
    /// Whose a device is.
    Owner = "owner", "owner";
    /// What part a device plays.
    Role = "role", "role";
    /// How a device's clock is set right, over which stretches of time.
    ClockCorrections = "clock-corrections", "clock";
    /// Proposed corrections of a device's clock that a person does not want to see again.
    DismissedCorrections = "dismissed-corrections", "dismissal";
    /// Devices that a person said are not the same body as this one, a line each.
    RefusedJoins = "refused-joins", "refusal to join";
    /// The programmes of visits (of the library).
    Programmes = "programmes", "programme";
}

impl Field {
    /// The field that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.code() == code)
    }

    /// Whether its text is said in each language apart.
    pub const fn has_languages(self) -> bool {
        matches!(
            self,
            Self::Title
                | Self::Headline
                | Self::Caption
                | Self::AltText
                | Self::ExtendedDescription
                | Self::Event
                | Self::Host
                | Self::Guest
        )
    }

    /// The part of which location it is: where a photo was taken, or what it shows.
    pub const fn location(self) -> Option<(Whereabouts, LocationPart)> {
        use LocationPart::{City, Country, CountryCode, Region, Sublocation};
        use Whereabouts::{Created, Shown};
        Some(match self {
            Self::CreatedSublocation => (Created, Sublocation),
            Self::CreatedCity => (Created, City),
            Self::CreatedRegion => (Created, Region),
            Self::CreatedCountry => (Created, Country),
            Self::CreatedCountryCode => (Created, CountryCode),
            Self::ShownSublocation => (Shown, Sublocation),
            Self::ShownCity => (Shown, City),
            Self::ShownRegion => (Shown, Region),
            Self::ShownCountry => (Shown, Country),
            Self::ShownCountryCode => (Shown, CountryCode),
            _ => return None,
        })
    }

    /// Whether it is a text of a photo: with languages, a line, or part of a location.
    pub const fn is_text(self) -> bool {
        self.describes()
            || matches!(
                self,
                Self::Creator | Self::Credit | Self::Copyright | Self::Source | Self::Instructions
            )
    }

    /// Whether it says what a photo shows, and not who made it or where the camera was.
    pub const fn describes(self) -> bool {
        matches!(
            self,
            Self::Title
                | Self::Headline
                | Self::Caption
                | Self::AltText
                | Self::ExtendedDescription
                | Self::Event
                | Self::Keywords
                | Self::Persons
                | Self::ShownSublocation
                | Self::ShownCity
                | Self::ShownRegion
                | Self::ShownCountry
                | Self::ShownCountryCode
        )
    }

    /// Whether it holds several short texts in an order: [`super::Value::List`].
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Keywords | Self::Persons)
    }

    /// Whether a change of it may give photos other times, or put them into other visits or sections, so that all is worked out anew.
    pub const fn regroups(self) -> bool {
        matches!(
            self,
            Self::Placement
                | Self::PlacedAgainst
                | Self::VisitBreak
                | Self::SectionBreak
                | Self::JoinedTo
                | Self::GapHours
                | Self::Taken
                | Self::ShownTime
                | Self::ClockCorrections
                | Self::DismissedCorrections
                | Self::Programmes
        )
    }
}
