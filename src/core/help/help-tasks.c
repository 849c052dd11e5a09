#include "config.h"

#include "help/help-private.h"

#include <glib/gi18n.h>

/* What people want to get done, one page each. */
static const struct
{
  const char *id;
  const char *title;
} tasks[] = {
  { "first-connection", N_ ("Make a First Connection") },
  { "client-certificate", N_ ("Use a Client Certificate") },
  { "other-name", N_ ("Connect Although the Certificate Is for Another Name") },
  { "renewal", N_ ("Renew Certificates") },
  { "other-programs", N_ ("Use a Connection in Other Programs") },
  { "passwords", N_ ("Where Passwords Are Kept") },
  { "open-files", N_ ("Open Files From Anywhere") },
  { "keyboard", N_ ("Work With the Keyboard Alone") },
  { "terminal", N_ ("Do the Same in a Terminal") },
};

static const VfGuide guides[] = {
  { "first-connection", VF_HELP_TEXT,
    N_ ("You need three things: the archive with certificates that your provider’s console offers, the address of the server, and the password of a database user.") },
  { "first-connection", VF_HELP_STEP,
    N_ ("Drop the archive on the window as you have downloaded it. Verifull says in plain words what is in it.") },
  { "first-connection", VF_HELP_STEP,
    N_ ("Paste the address of the server. An endpoint will do, and so will a URI, a JDBC URL or a psql command: all fields are filled in from it.") },
  { "first-connection", VF_HELP_STEP, N_ ("Type the password and press Enter.") },
  { "first-connection", VF_HELP_STEP,
    N_ ("Verifull looks at the server without sending the password, and recommends the strictest mode that works there. Press Enter to check.") },
  { "first-connection", VF_HELP_STEP,
    N_ ("If every step is green, the connection is proven. Save it under a name, and use it in psql and other programs.") },
  { "first-connection", VF_HELP_TEXT,
    N_ ("Without an archive you can use the public authorities that your computer knows, which many providers’ servers are signed by.") },

  { "client-certificate", VF_HELP_TEXT,
    N_ ("A few servers want to know who you are before they ask for a password. For them you get a client certificate and its key, often in the same archive.") },
  { "client-certificate", VF_HELP_STEP,
    N_ ("Open the archive, or add both files on the Certificates page. Verifull finds out what belongs together.") },
  { "client-certificate", VF_HELP_STEP,
    N_ ("If the key is locked, type its passphrase there. Keys of GaussDB(DWS) open by themselves, with the files that lie beside them.") },
  { "client-certificate", VF_HELP_STEP,
    N_ ("If there are several client certificates, choose the one that is for this server.") },
  { "client-certificate", VF_HELP_TEXT,
    N_ ("If the server does not ask for it, the client certificate does no harm. You can also leave it out with the switch beside it.") },

  { "other-name", VF_HELP_TEXT,
    N_ ("Verify-Full compares the host that you typed with the names in the server’s certificate. If none is the same, either you are talking to the wrong server, or to the right one by another of its names.") },
  { "other-name", VF_HELP_STEP,
    N_ ("Compare the two names in the picture. A typing mistake is mended on the Server page.") },
  { "other-name", VF_HELP_STEP,
    N_ ("If the certificate’s name is the server that you mean, choose to connect as that name. Verifull then connects to the address that you typed and expects the certificate’s name there; nothing is given up.") },
  { "other-name", VF_HELP_STEP,
    N_ ("If the server has no name of its own, Verify-CA is the strictest mode that works. The card says what it gives up.") },

  { "renewal", VF_HELP_TEXT,
    N_ ("Certificates end. Before a provider’s authority or your client certificate ends, the provider offers a new archive.") },
  { "renewal", VF_HELP_STEP, N_ ("Download the new archive from the console.") },
  { "renewal", VF_HELP_STEP, N_ ("Drop it on the saved connection on the start page.") },
  { "renewal", VF_HELP_STEP,
    N_ ("Compare what you have with what you get. The new certificates are tested beside the old ones and taken over only when you say so; that can be undone.") },

  { "other-programs", VF_HELP_TEXT,
    N_ ("A saved connection is a service, which psql and every program that is built on libpq understand by its name.") },
  { "other-programs", VF_HELP_STEP, N_ ("Open the connection from the start page and choose to use it.") },
  { "other-programs", VF_HELP_STEP,
    N_ ("Copy the command, or choose the program: each gets the settings in the form that it reads.") },
  { "other-programs", VF_HELP_TEXT,
    N_ ("The settings that you hand on are the ones that were checked. They hold no password.") },

  { "passwords", VF_HELP_TEXT,
    N_ ("Passwords and passphrases go into your desktop’s keyring, if you leave the switch on, and nowhere else: not into files, reports or commands.") },
  { "passwords", VF_HELP_TEXT,
    N_ ("If there is no keyring, or it stays locked, the connection is saved without the password, and Verifull keeps what you typed until you close it.") },
  { "passwords", VF_HELP_TEXT,
    N_ ("Certificates and keys are kept in files that only you can read.") },

  { "open-files", VF_HELP_STEP, N_ ("Drop files, folders or archives on the window, on any page.") },
  { "open-files", VF_HELP_STEP, N_ ("Or choose Verifull under “Open With” in the file manager.") },
  { "open-files", VF_HELP_STEP, N_ ("Or press Ctrl+O.") },
  { "open-files", VF_HELP_TEXT,
    N_ ("Nothing is unpacked to your disk. What is no certificate is named and left alone.") },

  { "keyboard", VF_HELP_TEXT,
    N_ ("On each page Enter does the next thing, and Escape goes back or stops what is running. Tab goes from one control to the next, the arrow keys choose among modes, and Space presses a button.") },
  { "keyboard", VF_HELP_TEXT,
    N_ ("Ctrl+V pastes an address as soon as the certificates are read; the keyboard is then where something is still missing, usually in the password.") },
  { "keyboard", VF_HELP_TEXT, N_ ("Ctrl+? shows a list of all shortcuts.") },

  { "terminal", VF_HELP_TEXT,
    N_ ("The program verifull-cli does the same with the same words. It knows the connections that the window has saved.") },
  { "terminal", VF_HELP_STEP, N_ ("verifull-cli inspect ARCHIVE says what is in an archive.") },
  { "terminal", VF_HELP_STEP, N_ ("verifull-cli check tests a connection, and says what is wrong and what to do.") },
  { "terminal", VF_HELP_STEP, N_ ("verifull-cli --help lists everything else.") },
};

void
vf_help_list_tasks (GPtrArray *pages)
{
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      VfHelpPage *page = vf_help_page_new (VF_HELP_TASKS, g_strdup (tasks[i].id), g_strdup (_ (tasks[i].title)));

      for (guint j = 0; j < G_N_ELEMENTS (guides); j++)
        if (g_str_equal (guides[j].page, tasks[i].id))
          vf_help_page_add (page, guides[j].kind, _ (guides[j].text));
      g_ptr_array_add (pages, page);
    }
}
