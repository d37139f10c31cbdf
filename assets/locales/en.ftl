# Words of exported pages. One file a language; a language without a file reads English.
default-title = State visits
undated = Undated photos
skip = Skip to the content
trail = You are here
languages = Languages
sections = Parts of the visit
steps = Previous and next photo
previous = Previous
next = Next
back-to = Back to
slideshow = Slideshow
stop = Stop the slideshow
full-screen = Full screen
actual-size = Actual size
download = Download
permalink = Link to this photo
host = Host
guest = Guest
photo = Photo
list-comma = ,{" "}
photo-of = Photo { $n } of { $total }
visits = Visits
date = Date
place = Place
persons = Persons
creator = Photograph
credit = Credit
copyright = Copyright
embargo = Under embargo until { $until }. Not for publication before.
n-photos = { $n ->
    [one] { $n } photo
   *[other] { $n } photos
}
n-visits = { $n ->
    [one] { $n } visit
   *[other] { $n } visits
}
