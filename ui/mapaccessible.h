#pragma once

namespace throughline::ui {

class MapView;

/// Makes every MapView say its nodes to assistive technology: a list whose items have a name (type and text)
/// and a description (what they are linked with), and can be opened. Calling it again does nothing.
void installMapAccessibility();

/// Says which node is selected now.
void announceMapNode(MapView *view, int node);

} // namespace throughline::ui
