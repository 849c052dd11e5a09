#include "config.h"

#include "import-progress.h"

#include <glib/gi18n.h>

#include "page.h"

/* Below this nobody needs to be told that something is being read. */
#define QUIET_MS 500
#define PULSE_MS 100

struct _VfImportProgress
{
  AdwBin parent_instance;

  GtkLabel *label;
  GtkProgressBar *bar;
  guint quiet_source;
  guint pulse_source;
};

G_DEFINE_FINAL_TYPE (VfImportProgress, vf_import_progress, ADW_TYPE_BIN)

static gboolean
pulse (gpointer data)
{
  gtk_progress_bar_pulse (VF_IMPORT_PROGRESS (data)->bar);
  return G_SOURCE_CONTINUE;
}

static gboolean
quiet_over (gpointer data)
{
  VfImportProgress *self = data;

  self->quiet_source = 0;
  self->pulse_source = g_timeout_add (PULSE_MS, pulse, self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  return G_SOURCE_REMOVE;
}

static void
stop (VfImportProgress *self)
{
  g_clear_handle_id (&self->quiet_source, g_source_remove);
  g_clear_handle_id (&self->pulse_source, g_source_remove);
}

static void
run (VfImportProgress *self, gboolean running)
{
  stop (self);
  if (running)
    self->quiet_source = g_timeout_add (QUIET_MS, quiet_over, self);
  else
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
importing_changed (VfSession *session, GParamSpec *pspec, VfImportProgress *self)
{
  run (self, vf_session_get_importing (session));
}

static void
unlocking_changed (VfSession *session, GParamSpec *pspec, VfImportProgress *self)
{
  run (self, vf_session_get_unlocking (session));
}

static void
path_changed (VfSession *session, GParamSpec *pspec, VfImportProgress *self)
{
  const char *path = vf_session_get_import_path (session);
  /* translators: %s: name of a file */
  g_autofree char *text = path ? g_strdup_printf (_("Reading %s"), path) : g_strdup (_("Reading…"));

  gtk_label_set_label (self->label, text);
}

/**
 * vf_import_progress_watch:
 * @self: a progress
 * @session: whose imports it shows
 */
void
vf_import_progress_watch (VfImportProgress *self, VfSession *session)
{
  g_signal_connect_object (session, "notify::importing", G_CALLBACK (importing_changed), self, 0);
  g_signal_connect_object (session, "notify::import-path", G_CALLBACK (path_changed), self, 0);
  path_changed (session, NULL, self);
}

/**
 * vf_import_progress_watch_unlock:
 * @self: a progress
 * @session: whose attempts to unlock something it shows
 */
void
vf_import_progress_watch_unlock (VfImportProgress *self, VfSession *session)
{
  gtk_label_set_label (self->label, _("Unlocking…"));
  g_signal_connect_object (session, "notify::unlocking", G_CALLBACK (unlocking_changed), self, 0);
}

static void
vf_import_progress_dispose (GObject *object)
{
  stop (VF_IMPORT_PROGRESS (object));
  G_OBJECT_CLASS (vf_import_progress_parent_class)->dispose (object);
}

static void
vf_import_progress_class_init (VfImportProgressClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vf_import_progress_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, VF_UI_RESOURCE "import-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, VfImportProgress, label);
  gtk_widget_class_bind_template_child (widget_class, VfImportProgress, bar);
}

static void
vf_import_progress_init (VfImportProgress *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
