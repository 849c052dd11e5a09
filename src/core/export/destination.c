#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>

/* By group, in the order in which they are shown.  @proven is what tests/clients has seen to connect with the export and
 * to refuse another authority and another name; the test compares the column with what it has proven. */
static const VfDestination destinations[] = {
  { "psql", N_ ("psql"), "verifull-shell-symbolic", VF_DESTINATION_SHELL, VF_LOGIN_POSTGRESQL, "psql 15.20",
    N_ ("A command that opens this connection in a terminal."), FALSE, NULL, vf_export_psql, vf_reread_psql },
  { "service-file", N_ ("Service file"), "verifull-file-symbolic", VF_DESTINATION_SHELL, VF_LOGIN_POSTGRESQL,
    "psql 15.20", N_ ("A section for ~/.pg_service.conf, so that “service=” and the name are enough everywhere."),
    FALSE, &vf_insert_service, vf_export_service_file, vf_reread_service_file },
  { "conninfo", N_ ("Connection string"), "verifull-link-symbolic", VF_DESTINATION_SHELL, VF_LOGIN_POSTGRESQL,
    "psql 15.20", N_ ("For every program that is built on libpq: psycopg, PHP, Ruby, Perl, C."), FALSE, NULL,
    vf_export_conninfo, vf_reread_conninfo },
  { "uri", N_ ("Connection URI"), "verifull-link-symbolic", VF_DESTINATION_SHELL, VF_LOGIN_POSTGRESQL, "psql 15.20",
    N_ ("For programs that ask for a database URL, and for the variable DATABASE_URL."), FALSE, NULL, vf_export_uri, vf_reread_conninfo },
  { "shell", N_ ("Shell variables"), "verifull-shell-symbolic", VF_DESTINATION_SHELL, VF_LOGIN_POSTGRESQL,
    "psql 15.20", N_ ("Variables for a shell script; every program that is built on libpq reads them."), FALSE, NULL,
    vf_export_shell, vf_reread_shell },
  { "keyring", N_ ("Password from the keyring"), "verifull-lock-symbolic", VF_DESTINATION_SHELL, VF_LOGIN_NONE, NULL,
    N_ ("A line for a shell script that asks the keyring for the password when it is needed."), FALSE, NULL,
    vf_export_keyring, vf_reread_keyring, TRUE },
  { "pgpass", N_ ("Password file"), "verifull-lock-symbolic", VF_DESTINATION_SHELL, VF_LOGIN_NONE, NULL,
    N_ ("A line for ~/.pgpass, with the password in plain text."), TRUE, &vf_insert_password, vf_export_pgpass, vf_reread_pgpass },

  { "pgadmin", N_ ("pgAdmin"), "verifull-desktop-symbolic", VF_DESTINATION_DESKTOP, VF_LOGIN_POSTGRESQL, NULL,
    N_ ("A file for Tools › Import/Export Servers."), FALSE, NULL, vf_export_pgadmin, vf_reread_pgadmin },
  { "dbeaver", N_ ("DBeaver"), "verifull-desktop-symbolic", VF_DESTINATION_DESKTOP, VF_LOGIN_POSTGRESQL, NULL,
    N_ ("A data source for a DBeaver project."), FALSE, NULL, vf_export_dbeaver, vf_reread_dbeaver },
  { "odbc", N_ ("ODBC"), "verifull-plug-symbolic", VF_DESTINATION_DESKTOP, VF_LOGIN_POSTGRESQL, "psqlODBC 13.02",
    N_ ("A section for ~/.odbc.ini."), FALSE, &vf_insert_odbc, vf_export_odbc, vf_reread_odbc },
  { "odbc-string", N_ ("ODBC connection string"), "verifull-plug-symbolic", VF_DESTINATION_DESKTOP,
    VF_LOGIN_POSTGRESQL, "psqlODBC 13.02",
    N_ ("For programs that take a connection string instead of a data source."), FALSE, NULL, vf_export_odbc_string, vf_reread_odbc_string },

  { "jdbc", N_ ("JDBC"), "verifull-code-symbolic", VF_DESTINATION_CODE, VF_LOGIN_POSTGRESQL, "pgjdbc 42.5.5",
    N_ ("The address for Java programs."), FALSE, NULL, vf_export_jdbc, vf_reread_jdbc },
  { "spring", N_ ("Spring"), "verifull-code-symbolic", VF_DESTINATION_CODE, VF_LOGIN_POSTGRESQL, "pgjdbc 42.5.5",
    N_ ("application.properties for Spring Boot."), FALSE, NULL, vf_export_spring, vf_reread_spring },
  { "java-stores", N_ ("Java key stores"), "verifull-lock-symbolic", VF_DESTINATION_CODE, VF_LOGIN_NONE, NULL,
    N_ ("A trust store and a key store for Java programs that do not read certificate files."), FALSE, NULL,
    vf_export_java_stores, vf_reread_java_stores },
  { "python", N_ ("Python"), "verifull-code-symbolic", VF_DESTINATION_CODE, VF_LOGIN_POSTGRESQL, "psycopg2 2.9.5",
    N_ ("A line for psycopg."), FALSE, NULL, vf_export_python, vf_reread_python },
  { "node", N_ ("Node.js"), "verifull-code-symbolic", VF_DESTINATION_CODE, VF_LOGIN_POSTGRESQL, "node-postgres 8.23",
    N_ ("A few lines for node-postgres."), FALSE, NULL, vf_export_node, vf_reread_node },
  { "go", N_ ("Go"), "verifull-code-symbolic", VF_DESTINATION_CODE, VF_LOGIN_POSTGRESQL, "pgx 4.15",
    N_ ("A few lines for pgx."), FALSE, NULL, vf_export_go, vf_reread_go },
  { "rust", N_ ("Rust"), "verifull-code-symbolic", VF_DESTINATION_CODE, VF_LOGIN_POSTGRESQL, NULL,
    N_ ("A few lines for tokio-postgres."), FALSE, NULL, vf_export_rust, vf_reread_rust },
  { "gsql", N_ ("gsql"), "verifull-shell-symbolic", VF_DESTINATION_CODE, VF_LOGIN_GAUSSDB, NULL,
    N_ ("Variables and a command for GaussDB’s own client."), FALSE, NULL, vf_export_gsql, vf_reread_gsql },
  { "opengauss-jdbc", N_ ("openGauss JDBC"), "verifull-code-symbolic", VF_DESTINATION_CODE, VF_LOGIN_GAUSSDB, NULL,
    N_ ("The address for Java programs with Huawei’s driver."), FALSE, NULL, vf_export_opengauss, vf_reread_opengauss },

  { "kubernetes", N_ ("Kubernetes"), "verifull-container-symbolic", VF_DESTINATION_SERVER, VF_LOGIN_POSTGRESQL, NULL,
    N_ ("Secrets with the certificates, and the part of a pod that mounts them."), FALSE, NULL,
    vf_export_kubernetes, vf_reread_kubernetes },
  { "docker-env", N_ ("Docker variables"), "verifull-container-symbolic", VF_DESTINATION_SERVER, VF_LOGIN_POSTGRESQL,
    "psql 15.20", N_ ("A file for “docker run --env-file”."), FALSE, NULL, vf_export_docker_env, vf_reread_docker_env },
  { "docker-secret", N_ ("Docker Compose"), "verifull-container-symbolic", VF_DESTINATION_SERVER, VF_LOGIN_POSTGRESQL,
    NULL, N_ ("Secrets with the certificates, and the part of a Compose file that uses them."), FALSE, NULL,
    vf_export_docker_secret, vf_reread_docker_secret },
  { "systemd-env", N_ ("systemd service"), "verifull-container-symbolic", VF_DESTINATION_SERVER, VF_LOGIN_POSTGRESQL,
    "psql 15.20", N_ ("A file for EnvironmentFile= in a systemd service."), FALSE, NULL, vf_export_systemd_env, vf_reread_systemd_env },

  { "zip", N_ ("All files"), "verifull-file-symbolic", VF_DESTINATION_FILES, VF_LOGIN_NONE, NULL,
    N_ ("The certificates as an archive with a note on what each of them is for."), FALSE, NULL, vf_export_zip, vf_reread_zip },
  { "calendar", N_ ("Calendar"), "verifull-calendar-symbolic", VF_DESTINATION_FILES, VF_LOGIN_NONE, NULL,
    N_ ("Reminders for the days before a certificate expires."), FALSE, NULL, vf_export_calendar, vf_reread_calendar },
};

/**
 * vf_n_destinations:
 *
 * Returns: how many destinations there are
 */
guint
vf_n_destinations (void)
{
  return G_N_ELEMENTS (destinations);
}

/**
 * vf_destination_get:
 *
 * Returns: (transfer none): the destination at @index
 */
const VfDestination *
vf_destination_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (destinations), NULL);

  return &destinations[index];
}

/**
 * vf_destination_find:
 *
 * Returns: (transfer none) (nullable): the destination with that id
 */
const VfDestination *
vf_destination_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (destinations); i++)
    if (g_str_equal (destinations[i].id, id))
      return &destinations[i];
  return NULL;
}

/**
 * vf_destination_works:
 * @in_flatpak: whether the keyring is for this program alone
 *
 * Returns: whether what it is for can be had
 */
gboolean
vf_destination_works (const VfDestination *destination, gboolean in_flatpak)
{
  return !in_flatpak || !destination->asks_keyring;
}

/**
 * vf_destination_group_title:
 *
 * Returns: (transfer none): a translated heading for the destinations of a group
 */
const char *
vf_destination_group_title (VfDestinationGroup group)
{
  switch (group)
    {
    case VF_DESTINATION_SHELL:
      return _ ("psql and Everything Built on libpq");
    case VF_DESTINATION_DESKTOP:
      return _ ("Desktop Programs");
    case VF_DESTINATION_CODE:
      return _ ("Your Own Programs");
    case VF_DESTINATION_SERVER:
      return _ ("Containers and Services");
    case VF_DESTINATION_FILES:
      return _ ("Files");
    }
  g_assert_not_reached ();
}
