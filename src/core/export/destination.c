#include "config.h"

#include "export/export-private.h"

#include <glib/gi18n.h>

/* In the order in which they are shown. */
static const VfDestination destinations[] = {
  { "psql", N_ ("psql"), "utilities-terminal-symbolic", N_ ("A command that opens this connection in a terminal."),
    FALSE, vf_export_psql },
  { "conninfo", N_ ("Connection string"), "edit-copy-symbolic",
    N_ ("For every program that is built on libpq: psycopg, PHP, Ruby, Perl, C."), FALSE, vf_export_conninfo },
  { "uri", N_ ("Connection URI"), "emblem-shared-symbolic",
    N_ ("For programs that ask for a database URL, and for the variable DATABASE_URL."), FALSE, vf_export_uri },
  { "jdbc", N_ ("JDBC"), "applications-engineering-symbolic", N_ ("The address for Java programs."), FALSE,
    vf_export_jdbc },
  { "spring", N_ ("Spring"), "applications-engineering-symbolic", N_ ("application.properties for Spring Boot."), FALSE,
    vf_export_spring },
  { "java-stores", N_ ("Java key stores"), "dialog-password-symbolic",
    N_ ("A trust store and a key store for Java programs that do not read certificate files."), FALSE,
    vf_export_java_stores },
  { "pgadmin", N_ ("pgAdmin"), "network-server-symbolic", N_ ("A file for Tools › Import/Export Servers."), FALSE,
    vf_export_pgadmin },
  { "dbeaver", N_ ("DBeaver"), "network-server-symbolic", N_ ("A data source for a DBeaver project."), FALSE,
    vf_export_dbeaver },
  { "odbc", N_ ("ODBC"), "network-server-symbolic", N_ ("A section for ~/.odbc.ini."), FALSE, vf_export_odbc },
  { "odbc-string", N_ ("ODBC connection string"), "edit-copy-symbolic",
    N_ ("For programs that take a connection string instead of a data source."), FALSE, vf_export_odbc_string },
  { "python", N_ ("Python"), "text-x-script-symbolic", N_ ("A line for psycopg."), FALSE, vf_export_python },
  { "node", N_ ("Node.js"), "text-x-script-symbolic", N_ ("A few lines for node-postgres."), FALSE, vf_export_node },
  { "go", N_ ("Go"), "text-x-script-symbolic", N_ ("A few lines for pgx."), FALSE, vf_export_go },
  { "rust", N_ ("Rust"), "text-x-script-symbolic", N_ ("A few lines for tokio-postgres."), FALSE, vf_export_rust },
  { "kubernetes", N_ ("Kubernetes"), "package-x-generic-symbolic",
    N_ ("Secrets with the certificates, and the part of a pod that mounts them."), FALSE, vf_export_kubernetes },
  { "gsql", N_ ("gsql"), "utilities-terminal-symbolic", N_ ("Variables and a command for GaussDB’s own client."), FALSE,
    vf_export_gsql },
  { "calendar", N_ ("Calendar"), "x-office-calendar-symbolic",
    N_ ("Reminders for the days before a certificate expires."), FALSE, vf_export_calendar },
  { "zip", N_ ("All files"), "package-x-generic-symbolic",
    N_ ("The certificates as an archive with a note what each of them is for."), FALSE, vf_export_zip },
  { "opengauss-jdbc", N_ ("openGauss JDBC"), "applications-engineering-symbolic",
    N_ ("The address for Java programs with Huawei’s driver."), FALSE, vf_export_opengauss },
  { "shell", N_ ("Shell variables"), "utilities-terminal-symbolic",
    N_ ("Variables for a shell script; every program that is built on libpq reads them."), FALSE, vf_export_shell },
  { "docker-env", N_ ("Docker variables"), "package-x-generic-symbolic",
    N_ ("A file for “docker run --env-file”."), FALSE, vf_export_docker_env },
  { "systemd-env", N_ ("systemd service"), "system-run-symbolic",
    N_ ("A file for EnvironmentFile= in a systemd service."), FALSE, vf_export_systemd_env },
  { "pgpass", N_ ("Password file"), "dialog-password-symbolic",
    N_ ("A line for ~/.pgpass, with the password in plain text."), TRUE, vf_export_pgpass },
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
