# What a Mac shows and starts as one thing. Never tried: packaging/README.md.
set_target_properties(throughline PROPERTIES
    MACOSX_BUNDLE ON
    MACOSX_BUNDLE_BUNDLE_NAME Throughline
    MACOSX_BUNDLE_GUI_IDENTIFIER ${appId}
    MACOSX_BUNDLE_SHORT_VERSION_STRING ${PROJECT_VERSION}
    MACOSX_BUNDLE_BUNDLE_VERSION ${PROJECT_VERSION})
