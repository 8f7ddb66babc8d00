#include "workspace/presets.h"

#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using workspace::Preset;
using workspace::Presets;

class TestPresets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasSavedComesBack();
    void aNameIsThereOnce();
    void aBlankNameIsIgnored();
    void whatIsRemovedIsGone();
    void whatIsNoListIsNone();

private:
    static QJsonObject cool() { return {{QStringLiteral("temperature"), 0.2}}; }
    static QJsonObject hot() { return {{QStringLiteral("temperature"), 1.2}}; }
};

void TestPresets::whatWasSavedComesBack()
{
    Presets presets;
    QSignalSpy changed(&presets, &Presets::changed);
    presets.save(QStringLiteral("Wild"), hot());
    presets.save(QStringLiteral("  Precise "), cool());
    QCOMPARE(changed.size(), 2);
    Presets again;
    again.restore(presets.toJson());
    QCOMPARE(
        again.list(), (QList<Preset>{{QStringLiteral("Precise"), cool()}, {QStringLiteral("Wild"), hot()}}));
}

void TestPresets::aNameIsThereOnce()
{
    Presets presets;
    presets.save(QStringLiteral("Precise"), hot());
    presets.save(QStringLiteral("precise"), cool());
    QCOMPARE(presets.list(), (QList<Preset>{{QStringLiteral("precise"), cool()}}));
}

void TestPresets::aBlankNameIsIgnored()
{
    Presets presets;
    presets.save(QStringLiteral("  "), hot());
    QVERIFY(presets.list().isEmpty());
}

void TestPresets::whatIsRemovedIsGone()
{
    Presets presets;
    presets.save(QStringLiteral("Precise"), hot());
    presets.remove(QStringLiteral("Precise"));
    presets.remove(QStringLiteral("Precise"));
    QVERIFY(presets.list().isEmpty());
}

void TestPresets::whatIsNoListIsNone()
{
    Presets presets;
    presets.restore("{");
    QVERIFY(presets.list().isEmpty());
    presets.restore(R"([{"settings": {}}, {"name": "a"}, {"name": "A"}])");
    QCOMPARE(presets.list().size(), 1);
}

QTEST_GUILESS_MAIN(TestPresets)
#include "tst_presets.moc"
