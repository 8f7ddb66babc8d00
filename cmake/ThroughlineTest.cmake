# What tests include is most of what it takes to compile them: read once for those without a window, once for the others.
# QFINDTESTDATA, which nobody here uses, would want a definition in each folder, and a precompiled header takes none that
# differs.
set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/testheaders.cpp CONTENT "// Only its precompiled header is of use.\n")
function(throughline_test_headers name headers)
    add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/testheaders.cpp)
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    target_link_libraries(${name} PRIVATE throughline_options Qt6::Test Qt6::Network ${ARGN})
    target_compile_options(${name} PRIVATE ${THROUGHLINE_PCH_OPTIONS})
    target_precompile_headers(${name} PRIVATE ${headers})
endfunction()
set(headers
    <QElapsedTimer> <QFile> <QJsonArray> <QJsonDocument> <QJsonObject> <QNetworkReply> <QProcess> <QRandomGenerator>
    <QRegularExpression> <QSignalSpy> <QSslSocket> <QTcpServer> <QTemporaryDir> <QTest> <QTimer> <QUrlQuery>
    <algorithm> <chrono> <functional> <memory> <optional> <string> <variant>)
throughline_test_headers(throughline_test_headers "${headers}")
if(THROUGHLINE_GUI)
    list(APPEND headers <QAbstractItemModelTester> <QApplication> <QMenu> <QPainter> <QScrollBar> <QTextDocument>)
    throughline_test_headers(throughline_window_test_headers "${headers}" Qt6::Widgets)
endif()

# throughline_test(tst_sseparser SOURCES … USES throughline_sse …): one QtTest program, one ctest entry, labelled with its folder.
# The default source is <name>.cpp; RUNS names the functions when not all of them are meant. Tests run without a display and never need the network.
function(throughline_test name)
    cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;USES;LABELS;RUNS" ${ARGN})
    if(NOT TEST_SOURCES)
        set(TEST_SOURCES ${name}.cpp)
    endif()
    if(NOT TEST_TIMEOUT)
        set(TEST_TIMEOUT 240)
    endif()
    add_executable(${name} ${TEST_SOURCES})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    if(TEST_SOURCES STREQUAL "${name}.cpp")
        # AUTOMOC takes longer to find out what is to be done than moc and the compiler to do it.
        set_target_properties(${name} PROPERTIES AUTOMOC OFF)
        set(moc ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
        qt6_generate_moc(${CMAKE_CURRENT_SOURCE_DIR}/${name}.cpp ${moc} TARGET ${name})
        target_sources(${name} PRIVATE ${moc})
        target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
    endif()
    if(TEST_USES MATCHES "throughline_(app|exporting|imagecompare|markdown|scenes|ui)")
        set(headers throughline_window_test_headers)
        set(window Qt6::Widgets)
    else()
        set(headers throughline_test_headers)
    endif()
    target_compile_options(${name} PRIVATE ${THROUGHLINE_PCH_OPTIONS})
    target_precompile_headers(${name} REUSE_FROM ${headers})
    # Nearly always empty: there, the header would be all of the work.
    set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${name}_autogen/mocs_compilation.cpp
        PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    target_link_libraries(${name} PRIVATE throughline_options Qt6::Test Qt6::Network ${window} ${TEST_USES})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    target_compile_definitions(${name} PRIVATE
        THROUGHLINE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" THROUGHLINE_BUILD_DIR="${CMAKE_BINARY_DIR}")
    add_test(NAME ${name} COMMAND ${name} ${TEST_RUNS})
    file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES
        TIMEOUT ${TEST_TIMEOUT} LABELS "${folder};${TEST_LABELS}" SKIP_REGULAR_EXPRESSION "SKIP   : [A-Za-z]+::initTestCase"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;QT_LOGGING_RULES=*.debug=false")
endfunction()
