// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/assignmentrepository.h"
#include "storage/checkpointrepository.h"
#include "storage/imagerepository.h"
#include "storage/projectrepository.h"
#include "storage/serverrepository.h"
#include "support/storagefixture.h"

using namespace lorastudio;
using namespace lorastudio::test;

/// Projects, servers, checkpoints and assignments: lists by key.
class tst_SmallRepositories : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void projects_data() { StorageFixture::addDrivers(); }
    void projects();
    void servers_data() { StorageFixture::addDrivers(); }
    void servers();
    void checkpoints_data() { StorageFixture::addDrivers(); }
    void checkpoints();
    void assignments_data() { StorageFixture::addDrivers(); }
    void assignments();

private:
    StorageFixture m_fixture;
};

void tst_SmallRepositories::projects()
{
    const auto connection = m_fixture.migrated();
    ProjectRepository projects(*connection);
    QCOMPARE(must(projects.list()).size(), 1);
    QCOMPARE(must(projects.lastUsed()), QString());
    const Project winter{QStringLiteral("winter"), QStringLiteral("Winter '25")};
    QVERIFY(must(projects.ensure(winter.id, winter.name)) == winter);
    QVERIFY2(must(projects.ensure(winter.id, QStringLiteral("other"))) == winter, "an existing one keeps its name");
    QVERIFY(must(projects.byId(winter.id)) == winter);
    QVERIFY(!must(projects.byId(QStringLiteral("summer"))));
    QVERIFY(must(projects.ensureNamed(QStringLiteral(" winter  '25"))) == winter);
    QVERIFY(must(projects.ensureNamed(QStringLiteral("winter"))) == winter);
    QCOMPARE(must(projects.list()).size(), 2);
    must(projects.setLastUsed(QStringLiteral("default")));
    must(projects.setLastUsed(winter.id));
    QCOMPARE(must(projects.lastUsed()), winter.id);
    must(projects.setLastUsed(QStringLiteral("gone")));
    QCOMPARE(must(projects.lastUsed()), QString());
    // Names in other scripts have the same slug.
    const Project first = must(projects.ensureNamed(QStringLiteral("日本")));
    const Project second = must(projects.planned(QStringLiteral("中国")));
    QVERIFY(first.id != second.id);
    QVERIFY(must(projects.ensureNamed(QStringLiteral("中国"))) == second);
    QVERIFY(must(projects.ensureNamed(QStringLiteral("日本"))) == first);
    QCOMPARE(must(projects.list()).size(), 4);
}

void tst_SmallRepositories::servers()
{
    const auto connection = m_fixture.migrated();
    ServerRepository servers(*connection);
    ServerConfig server;
    server.url = QStringLiteral("https://h:8188/p");
    server.name = QStringLiteral("<b>Farm</b>");
    server.user = QStringLiteral("u");
    server.token = true;
    server.headerNames = {QStringLiteral("X-Key"), QStringLiteral("X-Other")};
    server.fingerprint = QStringLiteral("SHA256:AA:BB");
    server.demo = true;
    ServerConfig plain;
    plain.url = QStringLiteral("http://a:8188");
    must(servers.upsert(server));
    must(servers.upsert(plain));
    QVERIFY((must(servers.list()) == QVector<ServerConfig>{plain, server}));
    QVERIFY(must(servers.draining()).isEmpty());
    QVERIFY(must(servers.setDraining(server.url, true)));
    QVERIFY(must(servers.setDraining(plain.url, true)));
    QVERIFY(!must(servers.setDraining(QStringLiteral("http://nowhere:1"), true)));
    QCOMPARE(must(servers.draining()), (QStringList{plain.url, server.url}));
    QVERIFY(must(servers.setDraining(plain.url, false)));
    server.token = false;
    server.headerNames.clear();
    must(servers.upsert(server));
    QVERIFY2(must(servers.draining()) == QStringList{server.url}, "an edited server stays drained");
    QVERIFY((must(servers.list()) == QVector<ServerConfig>{plain, server}));
    ServerConfig moved = plain;
    moved.url = QStringLiteral("http://b:8188");
    must(servers.replace(plain.url, moved));
    QVERIFY((must(servers.list()) == QVector<ServerConfig>{moved, server}));
    must(servers.replace(moved.url, moved)); // its own place
    must(servers.replace(QStringLiteral("http://nobody:1"), moved));
    QVERIFY((must(servers.list()) == QVector<ServerConfig>{moved, server}));
    must(servers.replace(moved.url, plain));
    QVERIFY(must(servers.remove(plain.url)));
    QVERIFY(!must(servers.remove(plain.url)));
    QVERIFY(must(servers.list()) == QVector<ServerConfig>{server});

    QVERIFY(must(servers.imagesMade(QStringLiteral("default"))).isEmpty());
    ImageRecord image;
    image.characterId = addCharacter(*connection, QStringLiteral("Yuki")).id;
    for (const QString &url : {server.url, plain.url, server.url}) {
        image.server = url;
        ++image.number;
        image.jobId = QStringLiteral("job %1").arg(image.number);
        image.imagePath = QStringLiteral("%1.png").arg(image.number);
        must(ImageRepository(*connection).insert(image));
    }
    QCOMPARE(must(servers.imagesMade(QStringLiteral("default"))),
             (QMap<QString, int>{{server.url, 2}, {plain.url, 1}}));
    QVERIFY(must(servers.imagesMade(QStringLiteral("other"))).isEmpty());
}

void tst_SmallRepositories::checkpoints()
{
    const auto connection = m_fixture.migrated();
    CheckpointRepository checkpoints(*connection);
    QVERIFY(must(checkpoints.list()).isEmpty());
    Checkpoint changed;
    changed.file = QStringLiteral("sd15/epicrealism_v5.safetensors");
    changed.name = QStringLiteral("epiCRealism v5");
    changed.type = QStringLiteral("photorealistic");
    changed.sharpness = 9;
    changed.speed = 7;
    changed.bestFor = {QStringLiteral("male"), QStringLiteral("sharp_detail")};
    changed.settings = {5.0, QStringLiteral("dpmpp_sde"), QStringLiteral("karras"), 30};
    changed.negative = QStringLiteral("blurry");
    changed.order = 1;
    Checkpoint added;
    added.file = QString::fromUtf8("日本 \\ 'x'.safetensors");
    added.known = false;
    added.onServers = {QStringLiteral("http://h")};
    must(checkpoints.upsert(changed));
    must(checkpoints.upsert(added));
    added.onServers.clear(); // what servers have is asked, not stored
    QVERIFY((must(checkpoints.list()) == QVector<Checkpoint>{added, changed}));
    changed.settings.cfg = 6.1;
    must(checkpoints.upsert(changed));
    QVERIFY((must(checkpoints.list()) == QVector<Checkpoint>{added, changed}));
    QVERIFY(must(checkpoints.remove(added.file)));
    QVERIFY(!must(checkpoints.remove(added.file)));
}

void tst_SmallRepositories::assignments()
{
    const auto connection = m_fixture.migrated();
    AssignmentRepository assignments(*connection);
    const QString yuki = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const QString mei = addCharacter(*connection, QStringLiteral("Mei")).id;
    const QString project = QStringLiteral("default");
    const Assignment first{yuki, QStringLiteral("a.safetensors"), true, QStringLiteral("Chosen by you")};
    const Assignment second{mei, QStringLiteral("b.safetensors"), false, QStringLiteral("Rule: gentle")};
    must(assignments.set(second));
    must(assignments.set(first));
    QVERIFY((must(assignments.list(project)) == QVector<Assignment>{first, second}));
    QVERIFY(must(assignments.get(yuki)) == first);
    const AssignmentRow before = *must(assignments.row(yuki));
    QVERIFY(before.assignedAt.isValid());
    const Assignment unlocked{yuki, first.modelFile, false, first.reason};
    must(assignments.set(unlocked));
    const AssignmentRow after = *must(assignments.row(yuki));
    QVERIFY(after.assignment == unlocked);
    QCOMPARE(after.id, before.id);
    QCOMPARE(after.assignedAt, before.assignedAt);
    const Assignment none{yuki, {}, false, {}};
    must(assignments.set(none));
    QVERIFY(must(assignments.get(yuki)) == none);
    QVERIFY(must(assignments.remove(yuki)));
    QVERIFY(!must(assignments.remove(yuki)));
    QVERIFY(!must(assignments.get(yuki)));
}

QTEST_GUILESS_MAIN(tst_SmallRepositories)
#include "tst_smallrepositories.moc"
