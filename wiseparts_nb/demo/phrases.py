"""What people of the demo company write, in French, Spanish and English; the slots are filled by the modules that use it."""

from __future__ import annotations

__all__ = [
    "ACTIVITIES",
    "BUDGET_NOTES",
    "EVENTS",
    "NEXT_STEPS",
    "NOTES",
    "OFFERS",
    "REASONS",
    "SITES",
    "SUBJECTS",
    "TASKS",
]

SUBJECTS = {
    "fr": (
        *("Appareillage, {site}", "Éclairage LED, {site}", "Câble U-1000, {site}"),
        *(
            "Blocs de secours, {site}",
            "Chemins de câbles, {site}",
            "Prises et interrupteurs, {site}",
        ),
        *("Automatismes, {site}", "Radiateurs, {site}", "Baie réseau, {site}", "Livraison, {site}"),
    ),
    "es": (
        *("Aparamenta, {site}", "Iluminación LED, {site}", "Cable U-1000, {site}"),
        *("Luces de emergencia, {site}", "Bandejas portacables, {site}", "Mecanismos, {site}"),
        *(
            "Automatismos, {site}",
            "Radiadores, {site}",
            "Armario de red, {site}",
            "Entrega, {site}",
        ),
    ),
    "en": (
        *("Switchgear, {site}", "LED lighting, {site}", "Cable U-1000, {site}"),
        *("Emergency units, {site}", "Cable trays, {site}", "Wiring devices, {site}"),
        *(
            "Automation, {site}",
            "Panel heaters, {site}",
            "Network cabinet, {site}",
            "Delivery, {site}",
        ),
    ),
}
"""Subject of a quote by brand code; the last one is for lines without brand."""

SITES = {
    "fr": (
        *("école de Bron", "chantier Part-Dieu", "résidence Les Tilleuls", "atelier municipal"),
        *("clinique Sainte-Anne", "parking Carnot", "lycée Jean-Macé", "entrepôt de Corbas"),
    ),
    "es": (
        *("escuela de Salt", "obra Can Roca", "residencia Los Tilos", "taller municipal"),
        *("clínica Santa Ana", "hotel La Peña", "instituto Núñez", "almacén de Figueres"),
    ),
    "en": (
        *("Abbey Road school", "Harbour site", "Lime Tree homes", "council workshop"),
        *("St Anne's clinic", "King's Parade car park", "Foundry Lane offices", "Wharf warehouse"),
    ),
}

NEXT_STEPS = {
    "fr": (
        *(
            "À relancer",
            "Attend les délais",
            "Prix contesté",
            "Attend l'accord du maître d'ouvrage",
        ),
        *("Variante demandée", "Décision en janvier"),
    ),
    "es": (
        *(
            "Hacer seguimiento",
            "Espera los plazos",
            "Precio discutido",
            "Espera la aprobación de la propiedad",
        ),
        *("Piden una variante", "Decisión en enero"),
    ),
    "en": (
        *(
            "To follow up",
            "Waiting for delivery dates",
            "Price questioned",
            "Waiting for the owner's approval",
        ),
        *("Alternative requested", "Decision in January"),
    ),
}

REASONS = ("price", "delivery time", "competitor", "project stopped", "other product", "no answer")

ACTIVITIES = {
    "fr": {
        "visit": (
            (
                "Tour de l'atelier",
                "Tour de l'atelier avec {contact}. Stock {brand} trop bas avant l'hiver.",
            ),
            (
                "Chantier, {site}",
                "Le tableau est posé. {contact} demande une livraison en deux fois.",
            ),
            ("Budget de l'an prochain", "{contact} prépare le budget de l'an prochain."),
        ),
        "call": (
            ("Délais {brand}", "{contact} demande les délais de {brand} pour {site}."),
            ("Relance du devis", "{contact} attend un retour de son client."),
            ("Facture à vérifier", "{contact} ne retrouve pas le bon de livraison."),
        ),
        "meeting": (
            (
                "Revue de l'année",
                "Revue de l'année avec {contact} ; le service {brand} est apprécié.",
            ),
            (
                "Point technique, {site}",
                "Plans revus ensemble, une variante {brand} sera chiffrée.",
            ),
        ),
        "online_meeting": (
            ("Nouveaux tarifs", "Présentation des nouveaux tarifs {brand} à {contact}."),
            ("Avancement, {site}", "Point d'avancement avec {contact}."),
        ),
        "email": (
            ("Documentation {brand} envoyée", "Fiches techniques envoyées à {contact}."),
            ("Confirmation des délais", "Semaine de livraison confirmée pour {site}."),
        ),
        "other": (("Salon professionnel", "{contact} s'est arrêté sur le stand {brand}."),),
    },
    "es": {
        "visit": (
            (
                "Recorrido por el taller",
                "Recorrido con {contact}. Pocas existencias de {brand} antes del invierno.",
            ),
            (
                "Obra, {site}",
                "El cuadro está montado. {contact} pide la entrega en dos veces.",
            ),
            (
                "Presupuesto del año que viene",
                "{contact} prepara el presupuesto del año que viene.",
            ),
        ),
        "call": (
            ("Plazos de {brand}", "{contact} pregunta los plazos de {brand} para {site}."),
            (
                "Seguimiento del presupuesto",
                "{contact} espera la respuesta de su cliente.",
            ),
            ("Factura por revisar", "{contact} no encuentra el albarán."),
        ),
        "meeting": (
            ("Repaso del año", "Repaso del año con {contact}; valora el servicio de {brand}."),
            ("Punto técnico, {site}", "Planos revisados; se valorará una variante de {brand}."),
        ),
        "online_meeting": (
            (
                "Nuevas tarifas",
                "Presentación de las nuevas tarifas de {brand} a {contact}.",
            ),
            ("Avance, {site}", "Seguimiento con {contact}."),
        ),
        "email": (
            ("Documentación de {brand} enviada", "Fichas técnicas enviadas a {contact}."),
            ("Confirmación de plazos", "Semana de entrega confirmada para {site}."),
        ),
        "other": (("Feria del sector", "{contact} pasó por el estand de {brand}."),),
    },
    "en": {
        "visit": (
            (
                "Workshop tour",
                "Walked the workshop with {contact}. {brand} stock too low before winter.",
            ),
            (
                "On site, {site}",
                "The board is mounted. {contact} asks for delivery in two parts.",
            ),
            ("Next year's budget", "{contact} is preparing next year's budget."),
        ),
        "call": (
            (
                "{brand} delivery dates",
                "{contact} asked for the delivery dates of {brand} for {site}.",
            ),
            ("Follow-up of the quote", "{contact} is waiting for the client's answer."),
            ("Invoice to check", "{contact} cannot find the delivery note."),
        ),
        "meeting": (
            (
                "Annual review",
                "Went through the year with {contact}; the {brand} service is appreciated.",
            ),
            (
                "Technical review, {site}",
                "Drawings reviewed; an alternative with {brand} will be priced.",
            ),
        ),
        "online_meeting": (
            ("New prices", "Showed the new {brand} price list to {contact}."),
            ("Progress, {site}", "Progress review with {contact}."),
        ),
        "email": (
            ("{brand} data sheets sent", "Data sheets sent to {contact}."),
            ("Delivery dates confirmed", "Delivery week confirmed for {site}."),
        ),
        "other": (("Trade fair", "{contact} stopped by the {brand} stand."),),
    },
}
"""Subject and body of an activity."""

TASKS = {
    "fr": (
        *("Envoyer le tarif {brand}", "Chiffrer la variante pour {site}", "Rappeler {contact}"),
        *(
            "Émettre l'avoir demandé",
            "Vérifier le bon de livraison, {site}",
            "Préparer l'offre de janvier",
        ),
        *("Demander un délai à {brand}", "Mettre à jour la fiche de {contact}"),
    ),
    "es": (
        *("Enviar la tarifa de {brand}", "Valorar la variante para {site}", "Llamar a {contact}"),
        *("Emitir el abono pedido", "Revisar el albarán, {site}", "Preparar la oferta de enero"),
        *("Pedir plazo a {brand}", "Actualizar la ficha de {contact}"),
    ),
    "en": (
        *("Send the {brand} price list", "Price the alternative for {site}", "Call {contact} back"),
        *("Issue the credit note", "Check the delivery note, {site}", "Prepare the January offer"),
        *("Ask {brand} for a delivery date", "Update {contact}'s details"),
    ),
}

NOTES = {
    "fr": (
        *(
            "Projet {site} : décision en janvier, {brand} bien placé.",
            "{contact} compare avec un concurrent.",
        ),
        *("Content du service, moins des délais {brand}.", "Embauche deux monteurs au printemps."),
        *(
            "Préfère être appelé avant 9 heures.",
            "Le magasin de {contact} ferme la semaine prochaine.",
        ),
        *("Veut regrouper les livraisons pour {site}.", "Demande une formation sur {brand}."),
        *(
            "Reprise d'un confrère en discussion ; à confirmer.",
            "Paiement promis après le solde de {site}.",
        ),
        *("Le maître d'ouvrage de {site} impose {brand}.", "Stock à vider avant l'inventaire."),
    ),
    "es": (
        *(
            "Proyecto {site}: decisión en enero, {brand} bien situado.",
            "{contact} compara con la competencia.",
        ),
        *(
            "Contento con el servicio, menos con los plazos de {brand}.",
            "Contrata a dos montadores en primavera.",
        ),
        *(
            "Prefiere que le llamen antes de las 9.",
            "El almacén de {contact} cierra la semana próxima.",
        ),
        *("Quiere agrupar las entregas para {site}.", "Pide una formación sobre {brand}."),
        *(
            "Posible compra de otra empresa; por confirmar.",
            "Pago prometido tras la liquidación de {site}.",
        ),
        *(
            "La propiedad de {site} exige {brand}.",
            "Quiere vaciar existencias antes del inventario.",
        ),
    ),
    "en": (
        *(
            "Project {site}: decision in January, {brand} well placed.",
            "{contact} is comparing with a competitor.",
        ),
        *(
            "Happy with the service, less so with {brand} delivery times.",
            "Hiring two fitters in spring.",
        ),
        *("Prefers a call before 9.", "{contact}'s stores close next week."),
        *("Wants deliveries for {site} combined.", "Asks for a training day on {brand}."),
        *(
            "May take over another firm; to be confirmed.",
            "Payment promised once {site} is settled.",
        ),
        *(
            "The owner of {site} insists on {brand}.",
            "Wants to empty the stores before stocktaking.",
        ),
    ),
}

OFFERS = {
    "fr": ("Prix nets {brand}", "Promotion {brand}, −{percent} % sur tarif"),
    "es": ("Precios netos {brand}", "Promoción {brand}, −{percent} % sobre tarifa"),
    "en": ("{brand} net prices", "{brand} promotion, −{percent}% on list"),
}
"""Names of a price agreement and of a promotion of one customer's own."""

BUDGET_NOTES = {
    "fr": "Budget {site} annoncé par {contact} : {amount} €.",
    "es": "Presupuesto de {site} anunciado por {contact}: {amount} €.",
    "en": "Budget for {site} as told by {contact}: €{amount}.",
}
"""The amount is the customer's own odd one, without grouping."""

EVENTS = {
    "fr": {
        "quote_sent": "Devis {reference} envoyé",
        "order_placed": "Commande {reference} enregistrée",
        "invoice_overdue": "Facture {reference} en retard",
        "credit_issued": "Avoir {reference} émis",
        "price_list_sent": "Tarif {reference} envoyé",
        "budget_recorded": "Budget de projet enregistré",
    },
    "es": {
        "quote_sent": "Presupuesto {reference} enviado",
        "order_placed": "Pedido {reference} registrado",
        "invoice_overdue": "Factura {reference} vencida",
        "credit_issued": "Abono {reference} emitido",
        "price_list_sent": "Tarifa {reference} enviada",
        "budget_recorded": "Presupuesto de proyecto registrado",
    },
    "en": {
        "quote_sent": "Quote {reference} sent",
        "order_placed": "Order {reference} placed",
        "invoice_overdue": "Invoice {reference} overdue",
        "credit_issued": "Credit note {reference} issued",
        "price_list_sent": "Price list {reference} sent",
        "budget_recorded": "Project budget recorded",
    },
}
