/*
 * A stand-in for nvidia-smi that costs next to nothing, so that what is measured is the service. It prints the file
 * `help` for --help-query-gpu, the file `apps` for --query-compute-apps, and for --query-gpu=<fields> a row for each
 * card from the file `cards` (lines of `field=value`, an empty line between cards), again every <ms> with -lms <ms>.
 * The files are in the folder of the program.
 */
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *text_of(const char *name) {
    char self[PATH_MAX] = "", path[PATH_MAX + 16];
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0) exit(98);
    snprintf(path, sizeof path, "%s/%s", dirname(self), name);
    FILE *file = fopen(path, "r");
    if (file == NULL) exit(98);
    char *text = calloc(1, 1 << 20);
    size_t length = fread(text, 1, (1 << 20) - 1, file);
    text[length] = 0;
    fclose(file);
    return text;
}

static void print_value(const char *card, const char *end, const char *field, size_t length) {
    for (const char *line = card; line < end; line = strchr(line, '\n') + 1) {
        if (strncmp(line, field, length) != 0 || line[length] != '=') continue;
        const char *value = line + length + 1;
        printf("%.*s", (int)(strchr(value, '\n') - value), value);
        return;
    }
    printf("[N/A]");
}

static void print_rows(const char *cards, const char *fields) {
    for (const char *card = cards; *card != 0;) {
        const char *gap = strstr(card, "\n\n");
        const char *end = gap == NULL ? card + strlen(card) : gap + 1;
        for (const char *field = fields; *field != 0;) {
            size_t length = strcspn(field, ",");
            print_value(card, end, field, length);
            field += length + (field[length] == ',');
            printf(*field == 0 ? "\n" : ", ");
        }
        card = gap == NULL ? end : gap + 2;
    }
    fflush(stdout);
}

int main(int count, char **arguments) {
    const char *fields = NULL;
    int every = 0;
    for (int place = 1; place < count; place += 1) {
        const char *one = arguments[place];
        if (strcmp(one, "--help-query-gpu") == 0) return fputs(text_of("help"), stdout) < 0;
        if (strncmp(one, "--query-compute-apps=", 21) == 0) return fputs(text_of("apps"), stdout) < 0;
        if (strncmp(one, "--query-gpu=", 12) == 0) fields = one + 12;
        if (strcmp(one, "-lms") == 0 && place + 1 < count) every = atoi(arguments[place + 1]);
    }
    if (fields == NULL) return 99;
    const char *cards = text_of("cards");
    do {
        print_rows(cards, fields);
        if (every > 0) usleep((useconds_t)every * 1000);
    } while (every > 0);
    return 0;
}
