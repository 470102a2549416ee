/*
 * XLSForm, the forms of ODK, Kobo and their kin, to our YAML and back.
 *
 *	xlsform_words.c    the words of XLSForm: headings, types, languages
 *	xlsform_read.c     sheets and their headings
 *	xlsform_choices.c  the choices sheet
 *	xlsform_type.c     the type column; parameters
 *	xlsform_survey.c   rows to items: groups, repeats
 *	xlsform_loop.c     loops
 *	xlsform_keys.c     the other columns of a row
 *	xlsform_names.c    names that we cannot have; ${name} everywhere
 *	xlsform_yaml.c     items to YAML, each line knowing its cell
 *	xlsform_import.c   the way through all of these
 *	xlsform_export*.c, xlsform_sheet.[ch]
 *	                   YAML to sheets
 *	htcds.[ch]         the fields of HTCDS
 *
 * The YAML that comes out loads with form_load() without a finding, or the
 * workbook is refused; only rules that do not type (type_...) are noted, and
 * the checker names them again.  Expressions are kept: the language is the
 * same.
 *
 * What only our YAML can say travels in columns "tn::KEY" ("tn::KEY::vi" and
 * "tn::KEY::en" for a text), on the settings sheet for the form itself.  A
 * workbook of ours says so by the setting "tn::form"; in all others HTCDS
 * names are recognised and the columns' meaning is taken more leniently.
 *
 * Where we differ from pyxform, decided once:
 *
 *	the same name in two groups       the later one gets the group's name in
 *	                                  front of it; a ${name} that could mean
 *	                                  both is refused, as there
 *	name with a full stop, é, ...     becomes one that we can have
 *	repeats three deep                refused
 *	circles among expressions         refused; pyxform does not look
 *	unknown functions, wrong number   refused; pyxform leaves it to the
 *	of arguments                      program that fills the form
 *	${x} where x is a group or a note refused in an expression
 *	a bare name, < over words, a      noted: it never means an answer, or
 *	rule that is always the same      never says anything
 *	a default of the wrong kind       taken; it shows as wrong when filled in
 *	range without parameters          1 to 10 by 1, everywhere
 *	names reserved by XForms (meta)   taken: we have no such tree
 *	appearance of an Android program  kept as words, not looked at
 *	repeats in a loop                 laid out, under other names
 *	a name beside itself but for      taken
 *	capitals; NAME_count beside a
 *	repeat NAME with repeat_count
 *	trigger: a calculate              taken
 *	big-image without an image        taken, and left out
 *	empty group                       left out
 *	a form of csv-external alone      refused: no question
 *	a choice code with blanks         _ for each blank
 *	select from a file                a list of forms/lists with that name
 *	select from the answers of a      a text question
 *	repeat (select_one ${x})
 *	entities, osm, media, parameters  left out, with a line in the report;
 *	of telephones, encryption, sms    what they hold is not looked at
 *	languages but Vietnamese and      left out, with a line in the report
 *	English
 */
#ifndef TN_EXCHANGE_XLSFORM_H
#define TN_EXCHANGE_XLSFORM_H

#include "core/base/err.h"
#include "core/base/str.h"
#include "core/base/yaml.h"
#include "core/exchange/sheets.h"
#include "core/form/form.h"

#define XLSFORM_REPORT_MAX 2000		/* lines; the last one says so */
#define XLSFORM_DEPTH_MAX 12		/* groups within groups */

/* What a line of the report means for the form. */
enum xlsform_weight {
	XLSFORM_REFUSED,	/* there is no form */
	XLSFORM_LOST,		/* something was left out */
	XLSFORM_CHANGED,	/* something is said in another way */
	XLSFORM_NOTE		/* for whoever goes on with it */
};

enum xlsform_weight xlsform_weight(enum err_code code);

/*
 * Adds the YAML of a form to `yaml`.  `code` becomes the form's code where
 * the workbook has none (made one of ours first).  `lists` are those of
 * forms/lists, to say which are missing; may be NULL.
 *
 * `report` gets one finding a line: file is the sheet's name, line the row's
 * number, col the column (from 1; 0 for a whole row).  False when the
 * workbook is refused; `yaml` is then as it was.
 */
bool xlsform_import(const struct sheets *in, const char *code,
    const struct form_lists *lists, struct str *yaml,
    struct findings *report) TN_MUST_USE;

/*
 * A form, as form_load() has accepted it, as sheets; the caller's.  Small
 * lists of `lists` (may be NULL) go along, so that other programs can use
 * them; what other programs will not understand is in the report, in the
 * way of xlsform_import().  NULL when a bound of sheets.h is passed.
 */
struct sheets *xlsform_export(const struct yaml_node *form,
    const struct form_lists *lists, struct findings *report) TN_MUST_USE;

#endif
